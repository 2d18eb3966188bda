import { netRights } from '../../specs/uapi/landlock.js'
import type { SourceFile } from '../shared/folders.js'
import { forProgram } from '../shared/preprocess.js'
import { recentNames, renderTemplate } from '../suite/render.js'
import type { Law } from '../suite/suite.js'
import { callsText } from './carried.js'
import { includesFor } from './includes.js'
import { newerNames } from './newer-names.js'
import { commonFixture, type NamedShape, testView } from './selftest-view.js'
import type { Shape } from './shapes.js'
import { hasLengths, mostRules, withLengths } from './values.js'

/** The tests of one file. */
export type TopicTests = {
  /** As it stands in the name of the file, and what that is about, in words. */
  readonly name: string
  readonly about: string
  readonly shapes: readonly Shape[]
  readonly laws: readonly Pick<Law, 'name' | 'claim'>[]
  /** What the landlock.h of the tree has. */
  readonly abi: number
}

const wordsIn = (text: string): readonly string[] => text.match(/\w+/g) ?? []

/** The functions that some C calls, with those that these call. */
function callsFor(text: string, more: readonly string[]): string {
  let needs = new Set([...wordsIn(text), ...more])
  for (;;) {
    const calls = forProgram(callsText, needs)
    const all = new Set([...needs, ...wordsIn(calls)])
    if (all.size === needs.size) return calls.trim()
    needs = all
  }
}

/** All that is said, with blanks between. */
const plainText = (view: unknown): string =>
  JSON.stringify(view).replaceAll('\\t', ' ').replaceAll('\\"', '"')

/** A port is free again as soon as its connection has ended, for programs to which that makes a difference. */
const forgets = ({ variants }: Shape): boolean =>
  variants.some(({ steps }) => steps.some(({ kind }) => kind === 'close' || kind === 'shutdown'))

/** Short names of the rights, for tables. */
const shortRights = (text: string): readonly string[] =>
  Object.keys(netRights)
    .map(name => name.toUpperCase())
    .filter(name => new RegExp(`\\b${name}\\b`).test(text))
    .map(name => `#define ${name} LANDLOCK_ACCESS_NET_${name}`)

/** Names that headers of some years ago do not have. */
const recentIn = (text: string): readonly string[] =>
  recentNames
    .match(/^#ifndef \w+\n.*\n#endif$/gm)
    ?.filter(lines => wordsIn(text).includes(wordsIn(lines)[1] ?? '')) ?? []

/** Tests with names, the first of each law with what that claims. */
function namedShapes({ shapes, laws }: TopicTests): readonly NamedShape[] {
  const counts = new Map<string, number>()
  return shapes.map(shape => {
    const count = (counts.get(shape.law) ?? 0) + 1
    counts.set(shape.law, count)
    const claim = laws.find(({ name }) => name === shape.law)?.claim ?? ''
    const name = shape.law.replaceAll('-', '_')
    return count === 1 ? { shape, name, claim } : { shape, name: `${name}_${count}`, claim: '' }
  })
}

const commonFixtures = (shapes: readonly Shape[]) => [
  ...new Map(
    shapes
      .filter(shape => !shape.isTable)
      .map(commonFixture)
      .map(one => [one.fixture, one]),
  ).values(),
]

/** The exported file of a topic. */
export function selftestFile(of: TopicTests, head: readonly string[]): SourceFile {
  const { name, about, abi } = of
  const shapes = likened(of.shapes)
  const fixtures = commonFixtures(shapes)
  const tests = namedShapes({ ...of, shapes }).map(testView)
  const text = plainText(tests)
  const calls = callsFor(text, [
    'set_up',
    ...(shapes.some(forgets) ? ['forgets_connections'] : []),
    ...(hasLengths(valuesIn(shapes)) ? ['WHOLE'] : []),
  ])
  const rules = /\bMAX_RULES\b/.test(calls) ? [`#define MAX_RULES ${mostRules(valuesIn(shapes))}`] : []
  const content = renderTemplate('export/selftest.c.hbs', {
    ...{ about, head: head.map(line => (line === '' ? '' : ` ${line}`)) },
    ...{ includes: includesFor(text + calls + plainText(fixtures)), calls, fixtures, tests },
    defines: [...newerNames(text, abi), ...recentIn(text), ...shortRights(text), ...rules],
  })
  return { path: `landlockstep_${name}_test.c`, content: `${content.trimEnd()}\n` }
}

const valuesIn = (shapes: readonly Shape[]) =>
  shapes.flatMap(({ variants }) => variants.flatMap(({ steps }) => steps.flatMap(({ values }) => values)))

/** Where one address of a file has a length of its own, all have a length. */
function likened(shapes: readonly Shape[]): readonly Shape[] {
  const isAny = hasLengths(valuesIn(shapes))
  return shapes.map(shape => ({
    ...shape,
    variants: shape.variants.map(one => ({
      ...one,
      steps: one.steps.map(step => ({ ...step, values: withLengths(step.values, isAny) })),
    })),
  }))
}
