import Handlebars from 'handlebars'
import { sentenceOf } from '../../specs/ops/describe.js'
import { hosts } from '../../specs/ops/values.js'
import type { Program } from '../../specs/program.js'
import type { SourceFile } from '../shared/folders.js'
import { wrap } from './describe.js'
import { nameHeaders } from './name-headers.js'
import { assemble } from './render/alone/assemble.js'
import { aloneView, type ShownFinding } from './render/alone/view.js'
import type { Base } from './render/attr-struct.js'
import { designsHeader, designsText } from './render/designs-header.js'
import { fold } from './render/fold.js'
import { reservedPorts } from './render/ports.js'
import { lawView, takeTurns } from './render/view.js'
import { logCalls, wireCalls } from './render/wire/calls.js'
import { formsHeader } from './render/wire/forms.js'
import type { Law, Suite, Test } from './suite.js'
import { sourcesIn, template } from './templates.js'

export type { ShownFinding } from './render/alone/view.js'
export { reservedPorts } from './render/ports.js'
export { encode, seedSize, wireAsked, wireEnd, wireSeed } from './render/wire/encode.js'

/** What every suite is built with. */
const shared = sourcesIn('arch', 'harness', 'calls', 'routes')
const isC = ({ path }: SourceFile): boolean => path.endsWith('.c')
const idPath = 'suite_id.c'
const support = [...shared.filter(isC).map(({ path }) => path), 'laws.c', idPath]

const engine = Handlebars.create()
engine.registerPartial('step', template('suite/step.hbs'))

const compiled = (path: string) => engine.compile(template(path), { strict: true, noEscape: true })
const program = compiled('suite/program.c.hbs')
const laws = compiled('suite/laws.c.hbs')
const makefile = compiled('suite/Makefile.hbs')
const suiteId = compiled('suite/suite_id.c.hbs')
const perform = compiled('executor/perform.c.hbs')

/** The C of a suite but for its id: one file per law, and all that they need to be built and run. The same suite gives the same bytes. */
export function render(suite: Suite): readonly SourceFile[] {
  const ports = reservedPorts(suite.tests.map(({ program }) => program))
  const groups = groupByLaw(suite)
  const names = groups.map(({ law }) => law.name)
  return [
    ...groups.map(({ law, tests }) => ({
      path: `${snake(law.name)}.c`,
      content: fold(program(lawView(law, tests, suite.target))),
    })),
    { path: 'laws.c', content: laws({ laws: names, ports }) },
    { path: 'Makefile', content: makefile({ laws: listed(names.map(snake)), support: listed(support) }) },
    ...nameHeaders,
    designsHeader(suite.target),
    ...shared,
    { path: 'config', content: template('suite/config') },
  ]
}

/** The C by which a suite tells its id, which is the hash of all else that it is made of. */
export const renderId = (id: string): SourceFile => ({ path: idPath, content: suiteId({ id }) })

/** The C of the executor for kernels of that ABI: it does what a suite's tests do, with programs that come over a channel. */
export const renderExecutor = (base: Base, ports: readonly number[]): readonly SourceFile[] =>
  renderOnWire('executor', base, ports)

/** The C of the bare loop that the executor is measured against. */
export const renderBare = (base: Base, ports: readonly number[]): readonly SourceFile[] =>
  renderOnWire('bare', base, ports)

/** Of the programs that take programs of the wire the one with this name; they do without the harness of a suite. */
function renderOnWire(
  main: 'executor' | 'bare',
  base: Base,
  ports: readonly number[],
): readonly SourceFile[] {
  const calls = wireCalls.map((one, number) => ({ ...one, number }))
  const others = ['harness.c', 'executor.c', 'bare.c'].filter(path => path !== `${main}.c`)
  return [
    { path: 'perform.c', content: perform({ calls, logs: logCalls }) },
    { path: 'laws.c', content: laws({ laws: [], ports }) },
    formsHeader(hosts),
    ...nameHeaders,
    designsHeader(base),
    ...[...shared, ...sourcesIn('executor')].filter(({ path }) => !others.includes(path)),
  ]
}

for (const name of ['attr', 'harness_step']) engine.registerPartial(name, template(`alone/${name}.hbs`))
const reproducer = compiled('alone/reproducer.c.hbs')
const harnessTest = compiled('alone/kselftest_harness_test.c.hbs')

/** What headers of some years ago have no name for. */
const recent =
  /^(IPPROTO_MPTCP|IPPROTO_SMC|AF_XDP|AF_MCTP|AF_SMC|IP_LOCAL_PORT_RANGE|MSG_PROBE|TCP_FASTOPEN_CONNECT|SOCK_PACKET)$/

/** Those of them that are usual today, each if it is not there. */
export const recentNames = nameHeaders
  .flatMap(({ content }) => content.match(/^#ifndef \w+\n.*\n#endif$/gm) ?? [])
  .filter(lines => recent.test(/\w+$/m.exec(lines)?.[0] ?? ''))
  .join('\n')

/**
 * A program in one C file without headers of its own. It exits with 1 if the kernel does what was found, with 0 if it
 * does not, with 4 if that cannot be told.
 */
export function renderReproducer(shown: ShownFinding): string {
  const view = aloneView(shown)
  return alone(shown, reproducer(view), view.needs.reproducer)
}

/** The same as a test of the kernel's own kselftest_harness.h, beside which stands the kernel's own landlock.h. */
export function renderHarnessTest(shown: ShownFinding): string {
  const view = aloneView(shown)
  const own = ['#include <linux/landlock.h>', '#include "kselftest_harness.h"']
  return alone(shown, harnessTest(view), view.needs.harnessTest, own)
}

/** A C file of what it says about itself, the headers that it needs, what it takes from the templates, and its own code. */
function alone(
  { about, target }: ShownFinding,
  body: string,
  needs: ReadonlySet<string>,
  own: readonly string[] = [],
): string {
  const { includes, code } = assemble(body, needs, {
    'landlock_designs.h': designsText(target),
    'socket_names.h': recentNames,
    ...(own.length > 0 ? { 'calls/landlock_uapi.h': '' } : {}),
  })
  const head = about.flatMap((words, index) => [
    ...(index === 0 ? [] : ['']),
    ...wrap(words.replaceAll('*/', '* /'), 77),
  ])
  const lines = [
    '// SPDX-License-Identifier: GPL-2.0 OR MIT',
    '/*',
    ...head.map(line => ` * ${line}`),
    ' */',
    '',
    '#define _GNU_SOURCE',
    ...includes.map(header => `#include <${header}>`),
    ...own,
  ]
  return fold(`${lines.join('\n')}\n\n${code}\n`)
}

/** A template of other files with what it says; each field has to be there. */
export const renderTemplate = (path: string, view: object): string => compiled(path)(view)

/** What each op of a program does, as a sentence. */
export const sentences = ({ ops }: Program): readonly string[] =>
  ops.map(op => sentenceOf(op, takeTurns(ops)))

const snake = (name: string): string => name.replaceAll('-', '_')

const listed = (names: readonly string[]) =>
  names.map((name, index) => ({ name, end: index < names.length - 1 ? ' \\' : '' }))

type LawTests = { readonly law: Law; readonly tests: readonly Test[] }

/** The tests of each law, in the order in which the laws come up; they must not be mixed. */
function groupByLaw({ laws, tests }: Suite): readonly LawTests[] {
  const names = [...new Set(tests.map(({ law }) => law))]
  const groups = names.map(name => ({
    law: lawOf(laws, name),
    tests: tests.filter(({ law }) => law === name),
  }))
  if (groups.flatMap(group => group.tests).some((test, index) => test !== tests[index]))
    throw new Error('the tests of a suite are not in the order of their laws')
  return groups
}

function lawOf(laws: readonly Law[], name: string): Law {
  const law = laws.find(one => one.name === name)
  if (law === undefined) throw new Error(`a test belongs to ${name}, which is no law of its suite`)
  return law
}
