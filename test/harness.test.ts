import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { readTimes } from '../generator/guest/ktap.js'
import { scratchFolder } from '../generator/shared/cache.js'
import { exec } from '../generator/shared/exec.js'
import { withoutTimes } from './faults/without-times.js'
import { buildHarness } from './harness-program.js'

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const expected = `KTAP version 1
# suite 0123012301230123012301230123012301230123012301230123012301230123
1..2
  KTAP version 1
  # Subtest: peace
  1..1
  # begin later_actors_arrive_in_time
  # steps OK OK OK OK OK ESRCH
  ok 1 later_actors_arrive_in_time
ok 1 peace
  KTAP version 1
  # Subtest: troubles
  1..12
  # begin is_as_expected
  # steps OK EACCES =11 =c =ephemeral =40001
  ok 1 is_as_expected
  # begin fails
  # step 0: observed OK, allowed only EACCES
  # step 1: observed EPERM, allowed only OK | EACCES
  # step 2: observed E524, allowed only OK
  # step 3: observed =10, allowed only =11
  # step 4: observed =80, allowed only =a
  # steps OK EPERM E524 =10 =80
  not ok 2 fails
  # begin crashes
  # steps OK
  not ok 3 crashes # crash, killed by signal 11
  # begin exits
  # steps
  not ok 4 exits # crash, exited with 3
  # begin hangs
  # steps OK
  not ok 5 hangs # hang after 1 s
  # begin loses_an_actor
  # steps OK
  not ok 6 loses_an_actor # crash, killed by signal 9
  # begin crashes_in_an_actor
  # steps OK
  not ok 7 crashes_in_an_actor # crash, killed by signal 4
  # begin is_alone
  # steps OK OK
  ok 8 is_alone
  # begin crashes_with_a_path
  # steps OK OK
  not ok 9 crashes_with_a_path # crash, killed by signal 9
  # begin finds_no_path
  # steps OK ENOENT
  ok 10 finds_no_path
  # begin prints_results
  # steps OK OK
  ok 11 prints_results
  # begin leaves_the_port_of_rds_alone
  # steps =16384 =16386
  ok 12 leaves_the_port_of_rds_alone
not ok 2 troubles
# end
`

t.test('the harness tells what every test gave and how it ended', async t => {
  await scratchFolder(async folder => {
    const program = await buildHarness(folder, 'harness')
    const { exitCode, stdout, stderr } = await exec(program, [], { env: { LANDLOCKSTEP_TIMEOUT: '1' } })
    if (exitCode === 4) {
      t.match(stdout, /# SKIP Landlock is/)
      return
    }
    t.equal(withoutTimes(stdout), expected)
    t.equal([...readTimes(stdout)].length, 13, 'each test says how long it took')
    t.ok((readTimes(stdout).get('hangs') ?? 0) >= 1_000)
    t.equal(exitCode, 1)
    t.match(stderr, /^ {2}# steps EACCES\n {2}ok 12 prints_results$/m, 'what a test prints goes elsewhere')
    t.equal((await exec(program, ['--filter', 'is_as_expected'])).exitCode, 0)
  })
})

t.test('a directory that a test had is gone after it, below /tmp or where that is read-only', async t => {
  await scratchFolder(async folder => {
    const program = await buildHarness(folder, 'harness')
    // By a descriptor, because its path is hidden by what is mounted over it.
    const tests = '/proc/self/fd/9 --filter crashes_with_a_path; ls -A /tmp . | grep landlockstep-'
    const run = async (mount: string) => {
      const script = `exec 9<"$0" && ${mount} && ${tests}`
      const args = ['--user', '--map-root-user', '--mount', 'sh', '-c', script, program]
      return (await exec('unshare', args, { cwd: folder })).stdout
    }
    if ((await exec(program, ['--filter', 'is_alone'])).exitCode === 4) return
    const whole =
      /# steps OK OK\n {2}not ok 1 crashes_with_a_path # crash, killed by signal 9\nnot ok 1 troubles\n# end\n$/
    t.match(await run('mount -t tmpfs none /tmp'), whole)
    t.match(await run('mount -t tmpfs -o ro none /tmp'), whole)
    t.match(await run('cd /proc && mount -t tmpfs -o ro none /tmp'), /^Bail out! No directory for a test: /m)
  })
})

for (const [number, words] of [
  ['38', 'not in this kernel'],
  ['95', 'switched off at boot'],
] as const) {
  t.test(`Landlock that is ${words} is skipped with 4`, async t => {
    await scratchFolder(async folder => {
      const program = await buildHarness(folder, 'harness')
      const without = join(folder, 'without-landlock')
      await exec('cc', ['-o', without, near('data/without-landlock.c')])
      const { stdout, exitCode } = await exec(without, [number, program])
      t.equal(stdout, `KTAP version 1\n1..0 # SKIP Landlock is ${words}.\n`)
      t.equal(exitCode, 4)
    })
  })
}

t.test('without a network namespace nothing is tested, and it says so', async t => {
  await scratchFolder(async folder => {
    const program = await buildHarness(folder, 'harness')
    const nothing = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$0"'
    const exit = await exec('unshare', ['--user', '--map-root-user', 'sh', '-c', nothing, program])
    t.match(exit, { exitCode: 4, stdout: /^Bail out! No network namespace to test in: unshare: / })
  })
})
