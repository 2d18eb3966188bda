import t from 'tap'
import { endingOf, isVoid, type QemuExit } from '../../../generator/guest/qemu/end.js'

const exit = { exitCode: 0, stdout: '', stderr: '', timedOut: false, signal: null }

const endOf = (ended: Partial<QemuExit>) =>
  endingOf({
    qemu: 'qemu',
    accel: 'tcg',
    exit,
    channel: '# clock 1\n',
    console: '',
    cause: undefined,
    ...ended,
  })

t.test('a guest that said its last word came to its own end, else it started again', async t => {
  t.match(endOf({ channel: 'x\n# guest end\r\n' }), { end: 'halt', detail: '' })
  t.match(endOf({ channel: 'x\nsaid # guest end\n' }), { end: 'reset', detail: 'it had said nothing' })
  t.match(endOf({ console: 'one\ntwo \n' }), { end: 'reset', detail: 'the last that its kernel said: two' })
})

t.test('a panic is told by its words, also if its kernel hung then', async t => {
  const console =
    '[    1.0] Kernel panic - not syncing: No working init found.  Try passing init= option.\r\n'
  const detail = /^No working init found\. .*option\.$/
  t.match(endOf({ console }), { end: 'panic', detail })
  t.match(endOf({ console, cause: { end: 'hang', detail: '' } }), { end: 'panic', detail })
  t.match(endOf({ console: 'Kernel panic - not syncing\n' }), { end: 'panic', detail: '' })
})

t.test('of a guest with a wrong clock nothing counts, no panic either', async t => {
  const cause = { end: 'clock', detail: 'it went back' } as const
  t.match(endOf({ console: 'Kernel panic - not syncing: hung_task: blocked tasks\n', cause }), cause)
})

t.test(
  'of a guest that runs code which its kernel has changed by then nothing counts, no panic either',
  async t => {
    const oops = (code: string): string =>
      `[    2.1] Oops: int3: 0000 [#1] SMP NOPTI\n[    2.1] Code: f3 0f 1e fa ${code} e8 91\n[    2.2] Kernel panic - not syncing: Fatal exception in interrupt\n`
    const stale = oops('66 <90>')
    t.match(endOf({ console: stale }), { end: 'stale-code', detail: /breakpoint/ })
    t.equal(isVoid('stale-code'), true)
    t.match(endOf({ console: stale, accel: 'kvm' }), { end: 'panic' }, 'a processor does not')
    t.match(endOf({ console: oops('cc <90>') }), { end: 'panic' }, 'a breakpoint that is there')
    t.match(endOf({ console: `${oops('cc <90>')}${stale}` }), { end: 'panic' }, 'the first one tells')
  },
)

t.test('QEMU that ends under its guest is told, with its words', async t => {
  t.match(endOf({ exit: { ...exit, exitCode: null, signal: 'SIGKILL' } }), {
    ...{ end: 'killed', detail: 'QEMU was ended by SIGKILL' },
  })
  t.match(endOf({ exit: { ...exit, exitCode: 1, stderr: 'a\nno memory\n' } }), {
    ...{ end: 'killed', detail: 'QEMU exited with 1: no memory' },
  })
  t.match(endOf({ exit: { ...exit, exitCode: null, signal: 'SIGKILL' }, channel: '' }), { end: 'killed' })
})

t.test('QEMU that cannot run its guest is an error', async t => {
  const throws = (ended: Partial<QemuExit>, message: RegExp): void =>
    void t.throws(() => endOf({ channel: '', ...ended }), { code: 'E_QEMU', message, output: 'its words' })
  throws({ exit: { ...exit, exitCode: 1, stderr: 'its words' } }, /exited with 1/)
  throws({ exit: { ...exit, exitCode: null, signal: 'SIGABRT', stderr: 'its words' } }, /by SIGABRT/)
})
