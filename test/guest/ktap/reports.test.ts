import t from 'tap'
import {
  readObservations,
  readReports,
  readReportsOfPrograms,
  readTarget,
} from '../../../generator/guest/ktap.js'
import { recorded } from '../../recorded.js'

t.test('a panic in a recorded console names its program, and the program is lost', async t => {
  const console = await recorded('consoles/panic-in-a-test.txt')
  t.same(readReports(console), [
    'WARNING: CPU: 0 PID: 1 at net/talking.c:1 (around talking_1)',
    'Kernel panic - not syncing: sysrq triggered crash (around talking_2)',
  ])
  t.equal(readTarget(console).abi, 6)
  const ends = [...readObservations(console)].map(([name, { end }]) => `${name} ${end}`)
  t.same(ends, ['talking_0 done', 'talking_1 done', 'talking_2 lost'])
})

t.test('an init that was killed is one report, though its own crash is on the console too', async t => {
  t.same(readReports(await recorded('consoles/init-killed.txt')), [
    'Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b',
  ])
})

/** Consoles of guests whose kernel was given such a mistake, up to the end of the report's first lines. */
const recordedReports = {
  'complaint-use-after-free': /^BUG: KASAN: slab-use-after-free in /,
  'complaint-out-of-bounds': /^BUG: KASAN: slab-out-of-bounds in /,
  'complaint-circular': /^WARNING: possible circular locking dependency detected$/,
  'complaint-held': /^WARNING: lock held when returning to user space!$/,
  'complaint-rcu': /^WARNING: suspicious RCU usage$/,
  'complaint-sleeping': /^BUG: sleeping function called from invalid context at /,
  'complaint-refcount': /^WARNING: lib\/refcount\.c:\d+ at refcount_warn_saturate/,
  'complaint-hung-task': /^INFO: task \S+ blocked for more than 20 seconds\.$/,
}

for (const [name, report] of Object.entries(recordedReports))
  t.test(`${name} is the first thing that is reported of its program`, async t => {
    const [first] = readReportsOfPrograms(await recorded(`consoles/${name}.txt`))
    t.match(first, report)
  })

t.test('what a kernel says before the first program is none of a program', async t => {
  const early = '[    1.000000] WARNING: at early.c:1\r\n'
  const begin = '[    2.000000] landlockstep: programs begin\r\n'
  const late = '[    3.000000] BUG: KASAN: slab-use-after-free in late+0x1/0x2\r\n'
  const found = ['BUG: KASAN: slab-use-after-free in late+0x1/0x2']
  t.same(readReportsOfPrograms(early + begin + late), found)
  t.same(readReportsOfPrograms(late), found, 'a guest from a saved state says only what came later')
  t.same(readReportsOfPrograms(early + begin), [])
})

t.test('every kind of kernel report is found, and what programs do to themselves is none', async t => {
  const reports = [
    'WARNING: CPU: 0 PID: 7 at security/landlock/net.c:64 current_check_access_socket+0x1/0x2',
    'WARNING: possible circular locking dependency detected',
    'WARNING: possible recursive locking detected',
    'WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected',
    'WARNING: inconsistent lock state',
    'WARNING: suspicious RCU usage',
    'WARNING: lib/refcount.c:28 at refcount_warn_saturate+0x1/0x2, CPU#0: executor/77',
    'INFO: trying to register non-static key.',
    'BUG: sleeping function called from invalid context at net/core/sock.c:3738',
    'BUG: scheduling while atomic: executor/77/0x00000002',
    'BUG sock_inode_cache (Not tainted): Poison overwritten',
    'BUG kmalloc-64 (Tainted: G    B): Right Redzone overwritten',
    'kernel BUG at lib/list_debug.c:56!',
    'kmemleak: 2 new suspected memory leaks (see /sys/kernel/debug/kmemleak)',
    'BUG: KASAN: slab-use-after-free in sk_is_tcp+0x1/0x2',
    'KASAN: null-ptr-deref in range [0x0000000000000000-0x0000000000000007]',
    'UBSAN: shift-out-of-bounds in security/landlock/ruleset.c:1:2',
    'watchdog: BUG: soft lockup - CPU#0 stuck for 22s!',
    'INFO: task suite:42 blocked for more than 120 seconds.',
    'INFO: task suite:42 blocked in I/O wait for more than 22 seconds.',
    'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:',
    'Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1]',
    'general protection fault, probably for non-canonical address 0xdead: 0000 [#1]',
    'Kernel panic - not syncing: Fatal exception',
  ]
  const others = [
    'traps: suite[7] general protection fault ip:401000 sp:7ffe error:0 in suite',
    'suite[7]: segfault at 0 ip 0000000000401000 sp 00007ffe error 4',
    'Warning: unable to open an initial console.',
    'kmemleak: Automatic memory scanning thread started',
    'INFO: lockdep is turned off.',
  ]
  const console = [...reports, ...others].map(text => `[   12.345678] ${text}\r\n`).join('')
  t.same(readReports(console), reports)
  t.same(readReports(reports.join('\n')), reports, 'also without time stamps, the last line without an end')
  t.same(readReports('# steps OK\n# WARNING: a program may say so\n'), [])
})
