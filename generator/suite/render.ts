import Handlebars from 'handlebars'
import { sentenceOf } from '../../specs/ops/describe.js'
import { hosts } from '../../specs/ops/values.js'
import { type Program, routeOf } from '../../specs/program.js'
import type { SourceFile } from '../shared/folders.js'
import { wrap } from './describe.js'
import { nameHeaders } from './name-headers.js'
import { casesOf, withCases, withEnumerators } from './render/alone/cases.js'
import { includesOf } from './render/alone/includes.js'
import { type Item, itemsOf, neededBy } from './render/alone/items.js'
import { aloneView, type ShownFinding } from './render/alone/view.js'
import type { Base } from './render/attr-struct.js'
import { designsHeader } from './render/designs-header.js'
import { fold } from './render/fold.js'
import { reservedPorts } from './render/ports.js'
import { lawView, takeTurns } from './render/view.js'
import { auditCall, wireCalls } from './render/wire/calls.js'
import { formsHeader } from './render/wire/forms.js'
import type { Law, Suite, Test } from './suite.js'
import { sourcesIn, template } from './templates.js'

export type { ShownFinding } from './render/alone/view.js'
export { reservedPorts } from './render/ports.js'
export { encode, seedSize, wireAsked, wireEnd, wireSeed } from './render/wire/encode.js'

/** What every suite is built with. */
const shared = sourcesIn('harness', 'calls', 'routes')
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
    { path: 'perform.c', content: perform({ calls, audit: auditCall }) },
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

/** Where a file that stands alone takes what it needs from; of two things of one name, the first. */
const aloneSources = Object.entries({
  alone: ['address.c', 'place.c', 'turns.c', 'audit.c'],
  calls: [
    ...['address.c', 'calls.c', 'message.c', 'sandbox.c', 'seccomp.c', 'race.c', 'races.c', 'passing.c'],
    ...['own_namespaces.c', 'namespaces.c', 'address.h', 'sandbox.h', 'message.h', 'race.h'],
  ],
  routes: ['routes.c', 'children.c', 'threads.c', 'ring.c', 'compat.c', 'routes.h'],
  harness: ['audit.c', 'records.c', 'actors.h', 'audit.h'],
}).flatMap(([folder, files]) => files.map(file => `${folder}/${file}`))

/** What headers of some years ago have no name for. */
const recent = /^(IPPROTO_MPTCP|IPPROTO_SMC|AF_XDP|AF_MCTP|AF_SMC|TCP_FASTOPEN_CONNECT|SOCK_PACKET)$/

const recentNames = nameHeaders
  .flatMap(({ content }) => itemsOf(content, true))
  .filter(({ name }) => recent.test(name))

const itemsIn = (path: string): readonly Item[] => itemsOf(template(path), path.endsWith('.h'))

/** Where no step takes a route, the calls are those of templates/alone, which know of none. */
function itemsFor({ target, test: { program } }: ShownFinding): readonly Item[] {
  const cases = casesOf(program.ops)
  const hasRoutes = program.ops.some(op => routeOf(op) !== undefined)
  return [
    ...(hasRoutes ? [] : itemsIn('alone/calls.c')),
    ...(takeTurns(program.ops) ? [] : itemsIn('alone/single.c')),
    ...aloneSources.flatMap(itemsIn).map(one => ({ ...one, text: withCases(one.text, cases) })),
    ...itemsOf(template('harness/futex.h'), false),
    ...itemsOf(designsHeader(target).content, true),
    ...recentNames,
  ]
}

/**
 * A program in one C file without headers of its own. It exits with 1 if the kernel does what was found, with 0 if it
 * does not, with 4 if that cannot be told.
 */
export const renderReproducer = (shown: ShownFinding): string =>
  alone(shown, reproducer(aloneView(shown)), [], [...itemsIn('calls/landlock_uapi.h'), ...itemsFor(shown)])

/** What kselftest.h has, too. */
const ofHarness = 'ARRAY_SIZE'

/** The same as a test of the kernel's own kselftest_harness.h. */
export const renderHarnessTest = (shown: ShownFinding): string =>
  alone(
    shown,
    harnessTest(aloneView(shown)),
    ['#include <linux/landlock.h>', '#include "kselftest_harness.h"'],
    itemsFor(shown).filter(({ name }) => name !== ofHarness),
  )

/** A C file of what it says about itself, the headers that it needs, what it uses, and its own code. */
function alone(
  { about, test: { program } }: ShownFinding,
  body: string,
  own: readonly string[],
  all: readonly Item[],
): string {
  const items = withoutUnused(neededBy(body, all), casesOf(program.ops))
  const code = `${items.map(({ text }, index) => between(items[index - 1]?.text, text) + text).join('')}\n\n${body}`
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
    ...includesOf(code).map(header => `#include <${header}>`),
    ...own,
  ]
  return fold(`${lines.join('\n')}\n\n${code}`)
}

function withoutUnused(items: readonly Item[], cases: ReadonlySet<string>): readonly Item[] {
  const code = items.flatMap(({ kind, text }) => (kind === 'enum' ? [] : [text])).join('\n')
  return items.map(one =>
    one.kind === 'enum' ? { ...one, text: withEnumerators(one.text, code, cases) } : one,
  )
}

/** Short macros stand below each other, all else apart. */
function between(before: string | undefined, text: string): string {
  const isShort = (one: string): boolean => one.startsWith('#') && !one.includes('\\')
  if (before === undefined) return ''
  return isShort(text) && /^#[^\\]*$/.test(before.replace(/^\/\*[\s\S]*?\*\/\n/, '')) ? '\n' : '\n\n'
}

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
