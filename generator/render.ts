import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { type Program, routeOf } from '../specs/program.js'
import { nameHeaders } from './names.js'
import { casesOf, withCases, withEnumerators } from './render/alone/cases.js'
import { uncovered } from './render/alone/covered.js'
import { includesOf } from './render/alone/includes.js'
import { type Item, itemsOf, neededBy } from './render/alone/items.js'
import { aloneView, type Shown } from './render/alone/view.js'
import { designsHeader } from './render/designs-header.js'
import { fold } from './render/fold.js'
import type { Base } from './render/landlock-call.js'
import { reservedPorts } from './render/ports.js'
import { lawView, takeTurns } from './render/view.js'
import { auditCall, wireCalls } from './render/wire/calls.js'
import { sentenceOf } from './render/words.js'
import type { Law, SourceFile, Suite, Test } from './suite.js'
import { wrap } from './words.js'

export { uncovered } from './render/alone/covered.js'
export type { Shown } from './render/alone/view.js'
export { reservedPorts } from './render/ports.js'
export { encode, seedSize, wireAsked, wireEnd, wireSeed } from './render/wire/encode.js'

const folder = fileURLToPath(new URL('../templates/', import.meta.url))

/** What every suite is built with; each has a header of its own. */
const modules = [
  'actors',
  'address',
  'audit',
  'calls',
  'children',
  'compat',
  'directory',
  'errno_name',
  'harness',
  'listener',
  'message',
  'namespaces',
  'own_namespaces',
  'passing',
  'race',
  'races',
  'records',
  'ring',
  'routes',
  'run',
  'sandbox',
  'seccomp',
  'steps',
  'threads',
]
const support = [...modules, 'laws'].map(name => `${name}.c`)
const plain = [...modules.flatMap(name => [`${name}.c`, `${name}.h`]), 'config', 'futex.h', 'landlock_uapi.h']

const read = (path: string): string => readFileSync(folder + path, 'utf8')

const engine = Handlebars.create()
engine.registerPartial('step', read('step.hbs'))
for (const file of readdirSync(`${folder}ops`))
  engine.registerPartial(basename(file, '.hbs'), read(`ops/${file}`).trimEnd())

const template = (path: string) => engine.compile(read(path), { strict: true, noEscape: true })
const program = template('program.c.hbs')
const perform = template('perform.c.hbs')
const laws = template('laws.c.hbs')
const makefile = template('Makefile.hbs')

/** The C of a suite: one file per law, and all that they need to be built and run. The same suite gives the same bytes. */
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
    ...plain.map(path => ({ path, content: read(path) })),
  ]
}

/** Which modules a program that takes programs of the wire has beside those of a suite, whose harness it does without. */
const wireModules = ['census', 'complaints', 'coverage', 'seed', 'watch', 'wire', 'words'] as const

/** The C of the executor for kernels of that ABI: it does what a suite's tests do, with programs that come over a channel. */
export const renderExecutor = (base: Base, ports: readonly number[]): readonly SourceFile[] =>
  renderOnWire('executor', base, ports)

/** The C of the bare loop that the executor is measured against. */
export const renderBare = (base: Base, ports: readonly number[]): readonly SourceFile[] =>
  renderOnWire('bare', base, ports)

function renderOnWire(main: string, base: Base, ports: readonly number[]): readonly SourceFile[] {
  const calls = wireCalls.map((one, number) => ({ reading: '', table: '', ...one, number }))
  const headers = [...modules, 'perform', ...wireModules].map(name => `${name}.h`)
  return [
    { path: 'perform.c', content: perform({ calls, audit: auditCall }) },
    { path: 'laws.c', content: laws({ laws: [], ports }) },
    ...nameHeaders,
    designsHeader(base),
    ...[
      ...modules.filter(name => name !== 'harness').map(name => `${name}.c`),
      ...[main, ...wireModules].map(name => `${name}.c`),
      ...headers,
      'futex.h',
      'landlock_uapi.h',
    ].map(path => ({ path, content: read(path) })),
  ]
}

for (const name of ['attr', 'harness_step']) engine.registerPartial(name, read(`alone/${name}.hbs`))
const reproducer = template('alone/reproducer.c.hbs')
const harnessTest = template('alone/kselftest_harness_test.c.hbs')

/** Where a file that stands alone takes what it needs from; of two things of one name, the first. */
const aloneSources = [
  ...['alone/address.c', 'alone/place.c', 'alone/turns.c', 'address.c', 'calls.c', 'routes.c', 'message.c'],
  ...['children.c', 'threads.c', 'ring.c', 'compat.c', 'sandbox.c', 'seccomp.c', 'race.c', 'races.c'],
  ...['passing.c', 'own_namespaces.c', 'namespaces.c', 'actors.h', 'address.h', 'sandbox.h', 'routes.h'],
  ...['message.h', 'race.h'],
]

/** What headers of some years ago have no name for. */
const recent = /^(IPPROTO_MPTCP|IPPROTO_SMC|AF_XDP|AF_MCTP|AF_SMC|TCP_FASTOPEN_CONNECT|SOCK_PACKET)$/

const recentNames = nameHeaders
  .flatMap(({ content }) => itemsOf(content, true))
  .filter(({ name }) => recent.test(name))

const itemsIn = (path: string): readonly Item[] => itemsOf(read(path), path.endsWith('.h'))

/** Where no step takes a route, the calls are those of templates/alone, which know of none. */
function itemsFor({ target, test: { program } }: Shown): readonly Item[] {
  const cases = casesOf(program.ops)
  const hasRoutes = program.ops.some(op => routeOf(op) !== undefined)
  return [
    ...(hasRoutes ? [] : itemsIn('alone/calls.c')),
    ...aloneSources.flatMap(itemsIn).map(one => ({ ...one, text: withCases(one.text, cases) })),
    ...itemsOf(read('futex.h'), false),
    ...itemsOf(designsHeader(target).content, true),
    ...recentNames,
  ]
}

/**
 * A program in one C file without headers of its own. It exits with 1 if the kernel does what was found, with 0 if it
 * does not, with 4 if that cannot be told. Undefined where `uncovered` says why not.
 */
export const renderReproducer = (shown: Shown): string | undefined =>
  uncovered(shown.test.program) === undefined
    ? alone(shown, reproducer(aloneView(shown)), [], [...itemsIn('landlock_uapi.h'), ...itemsFor(shown)])
    : undefined

/** The same as a test of the kernel's own kselftest_harness.h. */
export const renderHarnessTest = (shown: Shown): string | undefined =>
  uncovered(shown.test.program) === undefined
    ? alone(
        shown,
        harnessTest(aloneView(shown)),
        ['#include <linux/landlock.h>', '#include "kselftest_harness.h"'],
        itemsFor(shown),
      )
    : undefined

/** A C file of what it says about itself, the headers that it needs, what it uses, and its own code. */
function alone(
  { about, test: { program } }: Shown,
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

type Group = { readonly law: Law; readonly tests: readonly Test[] }

/** The tests of each law, in the order in which the laws come up; they must not be mixed. */
function groupByLaw({ laws, tests }: Suite): readonly Group[] {
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
