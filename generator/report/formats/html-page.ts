import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { packageFolder } from '../../shared/paths.js'
import { countsOf, entriesOf, isOk } from '../counts.js'
import type { Entry, ReportSection } from '../entries.js'
import { groupsBy } from '../outline.js'
import type { Coverage, Difference, Page } from '../page.js'
import { barsOf, curveOf } from './pictures.js'

const part = (name: string): string =>
  readFileSync(join(packageFolder, 'generator/report/formats/html', name), 'utf8')

/** So many differences are told at length; the list of programs has them all. */
const most = 200

/**
 * What was found as one page of HTML, which needs nothing but itself: no text of it is markup, its policy lets no other style or script run, and nothing
 * is loaded. The list of programs is made in the browser, a page of a hundred at a time.
 */
export function htmlPage({ outline, differences, ...page }: Page): string {
  const [style, script] = [part('style.css'), part('page.js')]
  const found = differences.slice(0, most)
  const kernels = outline.sections.map(({ kernel, about, notes }) => ({ kernel, about, notes }))
  const render = Handlebars.create().compile(part('page.html.hbs'), { strict: true })
  const html = render({
    ...{ style, script, styleHash: hashOf(style), scriptHash: hashOf(script) },
    ...{ title: `Landlockstep: ${outline.words}`, verdict: outline.verdict, words: outline.words },
    ...{ judgedAt: outline.judgedAt, folder: outline.folder, kernels },
    beforehand: page.beforehand,
    figures: page.figures.length === 0 ? null : page.figures.map(drawn),
    found: found.length === 0 ? null : found,
    more:
      differences.length > most
        ? `${differences.length - most} more are not told at length: the list of programs has them all.`
        : '',
    rows: rowsOf(outline.sections),
    coverage: page.coverage.length === 0 ? null : page.coverage.map(seenOf),
    statuses: [...new Set(outline.sections.flatMap(entriesOf).map(({ status }) => status))].sort(),
    unrun: page.unrun.length === 0 ? null : page.unrun,
    times: page.times.length === 0 ? null : page.times.map(barsOf),
    data: dataOf(outline.sections, found),
  })
  return `${html.trimEnd()}\n`
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

const drawn = ({ kernel, facts, curves }: Page['figures'][number]) => ({
  ...{ kernel, facts },
  curves: curves.map(curve => ({ kernel, ...curveOf(curve) })),
})

const seenOf = (one: Coverage) => ({ ...one, unseen: one.unseen.length === 0 ? null : one.unseen })

/** Laws against kernels, what is asked of a kernel itself last. */
function rowsOf(sections: readonly ReportSection[]) {
  const groups = sections.map(({ groups }) => new Map(groups.map(({ law, entries }) => [law, entries])))
  const laws = new Set(sections.flatMap(one => one.groups.map(({ law }) => law)))
  return [...laws].map(law => ({
    law,
    isFine: groups.every(one => isOk(one.get(law) ?? [])),
    cells: sections.map(({ kernel }, at) => ({ kernel, law, ...cellOf(groups[at]?.get(law) ?? []) })),
  }))
}

const ends = ['diverged', 'flaky', 'lost', 'known', 'skipped', 'agreed'] as const

function cellOf(entries: readonly Entry[]): { readonly kind: string; readonly words: string } {
  const counts = countsOf(entries)
  const described = ends.filter(end => counts[end] > 0)
  return { kind: described[0] ?? '', words: described.map(end => `${counts[end]} ${end}`).join(', ') }
}

/** What the list of programs is made from; no text in it ends the element that holds it. */
function dataOf(sections: readonly ReportSection[], found: readonly Difference[]): string {
  const anchors = groupsBy(found, one => JSON.stringify([one.kernel, one.test]))
  const kernels = sections.map(({ kernel }) => kernel)
  const laws = [...new Set(sections.flatMap(({ groups }) => groups.map(({ law }) => law)))]
  const numbers = new Map(laws.map((law, number) => [law, number]))
  const entries = sections.flatMap(({ kernel, groups }, at) =>
    groups.flatMap(({ law, entries }) =>
      entries.map(({ name, status, reason }) => [
        ...[name, numbers.get(law), at, status, reason],
        anchors.get(JSON.stringify([kernel, name]))?.[0]?.id ?? '',
      ]),
    ),
  )
  return JSON.stringify({ kernels, laws, entries }).replaceAll('<', '\\u003c')
}
