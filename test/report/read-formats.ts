import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom'
import { Parser } from 'tap-parser'
import type { Counts } from '../../generator/report/counts.js'
import { readKtap } from './read-ktap.js'

/** What a reader of a format sees: the names of all that was tested, in order, and how many there are of each end. */
export type Seen = { readonly names: readonly string[]; readonly counts: Counts }

type Status = keyof Omit<Counts, 'tests'>

const seen = (all: readonly (readonly [name: string, status: Status])[]): Seen => {
  const count = (status: Status): number => all.filter(([, its]) => its === status).length
  return {
    names: all.map(([name]) => name),
    counts: {
      tests: all.length,
      agreed: count('agreed'),
      diverged: count('diverged'),
      known: count('known'),
      flaky: count('flaky'),
      lost: count('lost'),
      skipped: count('skipped'),
    },
  }
}

/** As a reader of the kernel's documentation. */
export const seenInKtap = (text: string): Seen =>
  seen(
    readKtap(text).map(({ isOk, name, directive, rest }) => {
      if (directive === 'XFAIL') return [name, 'known']
      if (directive === 'SKIP') return [name, 'skipped']
      if (rest.startsWith('flaky: ')) return [name, 'flaky']
      if (isOk) return [name, 'agreed']
      return [name, directive === 'ERROR' ? 'lost' : 'diverged']
    }),
  )

/** As tap-parser, which must find nothing wrong in it. */
export function seenInTap(text: string): Seen {
  const found: [string, Status][] = []
  const wrong: unknown[] = []
  const listen = (parser: Parser, depth: number): void => {
    parser.on('assert', ({ ok, name, todo, skip, diag }) => {
      if (depth < 2) return
      const { status } = (diag ?? {}) as { status?: unknown }
      const bad = status === 'lost' || status === 'flaky' ? status : 'diverged'
      found.push([name, skip ? 'skipped' : todo ? 'known' : ok ? 'agreed' : bad])
    })
    parser.on('child', child => listen(child, depth + 1))
    parser.on('extra', extra => wrong.push(extra))
    parser.on('complete', ({ failures }) => wrong.push(...failures.filter(isOfParser)))
  }
  const parser = new Parser({ strict: true })
  listen(parser, 0)
  parser.end(text)
  if (wrong.length > 0) throw new Error(`no TAP: ${JSON.stringify(wrong)}`)
  return seen(found)
}

const isOfParser = ({ tapError }: { readonly tapError: unknown }): boolean => tapError !== null

const childrenOf = (element: Element): readonly Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === 1)

const number = (element: Element, name: string): number => Number(element.getAttribute(name))

/** As an XML parser that takes no error, and as GitLab and Jenkins: a name stands once in its class, and each suite counts right. */
export function seenInJunit(text: string): Seen {
  const parser = new DOMParser({ onError: onErrorStopParsing })
  const root = parser.parseFromString(text, 'text/xml').documentElement
  if (root?.tagName !== 'testsuites') throw new Error('there are no testsuites')
  const suites = childrenOf(root)
  const cases = suites.flatMap(suite => {
    const own = childrenOf(suite).filter(({ tagName }) => tagName === 'testcase')
    checkTotals(suite, seen(own.map(fateOf)).counts)
    return own
  })
  const keys = cases.map(one => `${one.getAttribute('classname')}\n${one.getAttribute('name')}`)
  if (new Set(keys).size !== keys.length) throw new Error('two cases have one name')
  const all = seen(cases.map(fateOf))
  checkTotals(root, all.counts)
  return all
}

function checkTotals(element: Element, { tests, diverged, flaky, lost, known, skipped }: Counts): void {
  // The schema has no count of what is skipped but for a suite.
  const names = ['tests', 'failures', 'errors', ...(element.tagName === 'testsuite' ? ['skipped'] : [])]
  const said = names.map(name => number(element, name))
  const counts = [tests, diverged + flaky, lost, known + skipped].slice(0, names.length)
  if (said.join() !== counts.join()) throw new Error(`${element.tagName} counts ${said.join()}`)
}

function fateOf(one: Element): [string, Status] {
  const inside = childrenOf(one).map(({ tagName }) => tagName)
  if (inside.length > 1) throw new Error(`a case ends as ${inside.join()}`)
  const ends = { failure: 'diverged', error: 'lost', skipped: 'known' } as const
  const [end] = inside
  const name = one.getAttribute('name') ?? ''
  if (end === 'failure' && childrenOf(one)[0]?.getAttribute('type') === 'flaky') return [name, 'flaky']
  if (end === 'skipped' && childrenOf(one)[0]?.getAttribute('message')?.startsWith('left out: '))
    return [name, 'skipped']
  return [name, end === undefined ? 'agreed' : ends[end as keyof typeof ends]]
}

type Ctrf = {
  readonly results: {
    readonly summary: Readonly<Record<string, number>>
    readonly tests: readonly { readonly name: string; readonly status: string; readonly rawStatus: Status }[]
  }
}

export function seenInCtrf(text: string): Seen {
  const { summary, tests } = (JSON.parse(text) as Ctrf).results
  const ends: Readonly<Record<string, readonly Status[]>> = {
    passed: ['agreed'],
    failed: ['diverged', 'flaky'],
    skipped: ['known', 'skipped'],
    other: ['lost'],
  }
  const wrong = tests.find(({ status, rawStatus }) => !ends[status]?.includes(rawStatus))
  if (wrong !== undefined) throw new Error(`${wrong.name} is ${wrong.status}, and ${wrong.rawStatus}`)
  const all = seen(tests.map(({ name, rawStatus }) => [name, rawStatus]))
  const said = ['tests', ...Object.keys(ends), 'flaky'].map(name => summary[name])
  const { agreed, diverged, known, flaky, lost, skipped } = all.counts
  if (said.join() !== [all.counts.tests, agreed, diverged + flaky, known + skipped, lost, flaky].join())
    throw new Error(`the summary counts ${said.join()}`)
  return all
}

type Kcidb = {
  readonly tests: readonly {
    readonly id: string
    readonly status: string
    readonly comment?: string
    readonly misc?: { readonly flaky: boolean }
  }[]
}

export const seenInKcidb = (text: string): Seen =>
  seen(
    (JSON.parse(text) as Kcidb).tests.map(({ id, status, comment = '', misc }) => {
      if (misc?.flaky === true) return [id, 'flaky']
      if (status === 'SKIP' && comment.startsWith('left out: ')) return [id, 'skipped']
      const ends: Readonly<Record<string, Status>> = { PASS: 'agreed', FAIL: 'diverged', SKIP: 'known' }
      return [id, ends[status] ?? 'lost']
    }),
  )

/** Of a summary, the counts of all kernels together; names stand only where something is to be told. */
export function seenInSummary(text: string): Counts {
  const rows = text.split('\n').filter(line => /^\| .* \|$/.test(line) && !line.startsWith('| kernel |'))
  const sum = (column: number): number => rows.reduce((all, row) => all + Number(row.split('|')[column]), 0)
  return {
    tests: sum(3),
    agreed: sum(4),
    diverged: sum(5),
    known: sum(6),
    flaky: sum(7),
    lost: sum(8),
    skipped: sum(9),
  }
}

/** As the runner of GitHub Actions: a line is a command, with its properties and its text, or only a line. */
export const commandsIn = (text: string) =>
  text.split('\n').flatMap(line => {
    const [, kind, properties = '', message = ''] = /^::(\w[\w-]*)(?: (.*?))?::(.*)$/.exec(line) ?? []
    if (kind === undefined) return []
    const pairs = properties.split(',').map(pair => pair.split('='))
    return [{ kind, properties: Object.fromEntries(pairs), message: unescaped(message) }]
  })

/** What the runner makes of escapes. */
export const unescaped = (text: string): string =>
  text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')

/** The formats that have an entry for each program, and who reads them. */
export const readers = {
  ktap: seenInKtap,
  tap: seenInTap,
  junit: seenInJunit,
  ctrf: seenInCtrf,
  kcidb: seenInKcidb,
} as const
