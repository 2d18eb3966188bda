import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { describeContrast } from '../../../generator/compare/contrast/contrast.js'
import { answerOf, kernelsFor, withAnswers } from '../../../generator/compare/contrast/guests.js'
import { contrastsOn } from '../../../generator/compare/contrast/page.js'
import type { NamedTarget } from '../../../generator/guest/target-spec.js'
import { type ContrastReport, contrastText } from '../../../generator/report/contrast.js'
import { cached } from '../../../generator/shared/cache.js'
import { loadScenarios } from '../../../generator/suite/laws.js'
import type { Test } from '../../../generator/suite/suite.js'
import type { DesignName } from '../../../specs/target.js'
import { emptyFolder } from '../../empty-folder.js'
import { landlockstep } from '../../landlockstep.js'
import { targets } from '../../targets.js'

const home = fileURLToPath(new URL('../../../', import.meta.url))
const eleven = targets.find(({ abi }) => abi === 11)
if (eleven === undefined) throw new Error('no target')

const folder = emptyFolder()
const env = { XDG_CACHE_HOME: folder }
process.env.XDG_CACHE_HOME = folder
for (const abi of [6, 11])
  await cached('probes', `abi-${abi}`, { needs: { 'channel.log': 'file' } }, async probe =>
    copyFileSync(join(home, `test/data/targets/abi-${abi}.txt`), join(probe, 'channel.log')),
  )

const side = (name: DesignName): NamedTarget => ({ name, target: { ...eleven, designs: [name] } })
const scenarios = await loadScenarios()
const { report } = describeContrast([side('socket-create'), side('socket-protocol')], scenarios)

t.test('the page of the designs in contrast is what the model says now', async t => {
  const page = readFileSync(join(home, 'specs/designs/contrast.md'), 'utf8')
  t.equal(await contrastsOn(eleven), page)
})

t.test(
  'each difference is told with its sentence, its program, both clauses and how to explain it',
  async t => {
    const text = contrastText(report)
    for (const { says, clauses, explain } of report.differences) {
      t.ok(text.includes(says), says)
      for (const { clause, cite } of clauses) t.ok(text.includes(`by ${clause}: `) && text.includes(cite))
      for (const command of explain) t.ok(text.includes(command))
    }
    t.match(text, /A: OK, B: EACCES/)
    t.match(text, /the same of one that is received from a process without a sandbox:/)
  },
)

t.test('the scenarios that show a difference are named with it', async t => {
  const showing = (name: string) =>
    report.differences.filter(one => one.scenarios.includes(name)).map(one => one.clauses[1].clause)
  t.same(showing('bind-early-then-enforce'), ['socket-protocol.listen'])
  t.same(showing('accept-is-not-creation'), ['socket-protocol.accept'])
})

t.test('a lab kernel without designs is given those of its sides, and two kernels are one each', async t => {
  const names = ['socket-fd', 'socket-create,socket-protocol'] as const
  t.same(kernelsFor(names, ['lab']), [
    'lab:socket-fd,socket-create,socket-protocol',
    'lab:socket-fd,socket-create,socket-protocol',
  ])
  t.same(kernelsFor(names, ['lab/6.12', 'lab']), ['lab/6.12:socket-fd', 'lab:socket-create,socket-protocol'])
  t.same(kernelsFor(['abi-6', 'none'], ['debian:trixie', 'lab']), ['debian:trixie', 'lab'])
  t.throws(() => kernelsFor(names, ['lab', 'lab', 'lab']), { code: 'E_USAGE' })
})

const test: Test = {
  name: 'contrast_0_0',
  law: 'contrast',
  id: 'abc',
  program: { ops: [{ kind: 'no_new_privs' }, { kind: 'listen', socket: 0 }] },
  allowed: [['OK'], ['EBADF']],
  clauses: [[], []],
}

t.test('a guest agrees only if it gave what is allowed at every step', async t => {
  const gave = (...outcomes: readonly ('OK' | 'EBADF' | 'EACCES')[]) =>
    answerOf(test, { end: 'done', outcomes, detail: '' })
  t.same(gave('OK', 'EBADF'), [['abc', { observed: 'EBADF', agrees: true }]])
  t.same(gave('OK', 'EACCES'), [['abc', { observed: 'EACCES', agrees: false }]])
  t.same(gave('EACCES', 'EBADF'), [['abc', { observed: 'EBADF', agrees: false }]])
  t.same(answerOf(test, { end: 'hang', outcomes: ['OK'], detail: '' }), [])
  t.same(answerOf(test, undefined), [])
})

const everyAnswer = (at: 0 | 1, agrees: boolean) =>
  new Map(
    report.differences.flatMap(({ ways, outcomes }) =>
      ways.map(({ programs }) => [programs[at], { observed: outcomes[at], agrees }] as const),
    ),
  )

t.test('where a guest leaves out a program there is no verdict, and what is not allowed is told', async t => {
  const whole = withAnswers(report, [everyAnswer(0, true), everyAnswer(1, true)])
  t.equal(whole.verdict, 'differ')
  t.match(contrastText(whole), /guests: A OK, B EACCES; \d of \d other ways agree, too/)
  const missing = new Map([...everyAnswer(1, true)].slice(1))
  t.equal(withAnswers(report, [everyAnswer(0, true), missing]).verdict, 'incomplete')
  const wrong = contrastText(withAnswers(report, [everyAnswer(0, true), everyAnswer(1, false)]))
  t.match(wrong, /B EACCES, which the model does not allow; 0 of/)
})

const contrastOf = (...args: readonly string[]) => landlockstep(['contrast', ...args], env)

t.test('the command prints a report, and each side is explained by the command that it names', async t => {
  const { stdout, exitCode } = await contrastOf('socket-create', 'socket-create-v4', '--json')
  t.equal(exitCode, 1)
  const { verdict, differences } = JSON.parse(stdout) as ContrastReport
  t.equal(verdict, 'differ')
  const outcomes = differences[0]?.outcomes ?? []
  for (const [index, command] of (differences[0]?.explain ?? []).entries()) {
    const explained = await landlockstep(command.replace('npx landlockstep ', '').split(' '), env)
    t.equal(explained.exitCode, 0)
    t.match(explained.stdout, new RegExp(`allowed: ${outcomes[index]}\\n[^\\n]*\\n?$`))
  }
})

t.test('targets are contrasted with designs and with each other', async t => {
  t.match((await contrastOf('abi-6', 'abi-11')).stdout, /B has the network right bind_udp, A has not: ABI 10/)
  const { stdout } = await contrastOf('none', 'socket-fd', '--target', 'abi-6')
  t.match(stdout, /^A {2}none {2}\(ABI 6.*\nB {2}socket-fd {2}\(ABI 6/)
})

t.test('what is no side is told with what there is, and exits with 2', async t => {
  const bad = async (args: readonly string[], said: RegExp) => {
    const { stderr, exitCode } = await contrastOf(...args)
    t.match(stderr, said)
    t.equal(exitCode, 2)
  }
  await bad(['socket-nope', 'socket-fd'], /E_USAGE: "socket-nope" .*socket-protocol.*none.*abi-6-errata/)
  await bad(['socket-nope', 'socket-fd', '--kernel', 'lab'], /E_USAGE: "socket-nope"/)
  await bad(['socket-fd', 'socket-fd'], /E_USAGE: socket-fd is named twice/)
  await bad(['none', 'abi-11'], /E_USAGE: none and abi-11 are the same/)
  await bad(['socket-fd'], /E_USAGE: Two things are contrasted/)
  await bad(['socket-fd', 'none', '--kernel', 'lab', '--target', 'abi-11'], /E_USAGE: A kernel says itself/)
  await bad(['socket-fd', 'none', '--target', 'abi-99'], /E_TARGET: .*abi-99/)
})
