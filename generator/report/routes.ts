import { clauseOf } from '../../specs/clause-of.js'

/** What became of an action in a way of its own on one kernel, where a route is a way, too. */
export type Fate = 'denied' | 'free' | 'gap' | 'differs'

/** One action that was tried in some way and by a plain system call on one kernel. */
export type Attempt = {
  readonly kernel: string
  readonly way: string
  readonly action: string
  readonly fate: Fate
  /** The clause that decided what that way gave. */
  readonly clause: string
}

/** What a kernel could not be asked, in words: `6.1 has no io uring bind (EINVAL)`. */
type Absence = string

type Table = {
  readonly kernels: readonly string[]
  readonly ways: readonly string[]
  readonly actions: readonly string[]
  readonly attempts: readonly Attempt[]
  readonly absences: readonly Absence[]
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** What most kernels gave, and which gave something else. */
function cell({ attempts, kernels }: Table, way: string, action: string): string {
  const tried = attempts.filter(one => one.way === way && one.action === action)
  const fateOf = (kernel: string): string => worst(tried.filter(one => one.kernel === kernel))
  const fates = [...new Set(kernels.map(fateOf))]
  if (fates.length === 1) return fates[0] ?? '–'
  return fates
    .map(fate => `${fate}: ${kernels.filter(kernel => fateOf(kernel) === fate).join(', ')}`)
    .join('; ')
}

const order: readonly Fate[] = ['differs', 'gap', 'denied', 'free']

const worst = (tried: readonly Attempt[]): string =>
  order.find(fate => tried.some(one => one.fate === fate)) ?? '–'

/** The gaps that were seen, each with what the model says of it and where that stands. */
function gaps({ attempts }: Table): readonly string[] {
  const seen = new Set(attempts.filter(({ fate }) => fate === 'gap').map(({ clause }) => clause))
  return [...seen].map(id => {
    const clause = clauseOf(id)
    if (clause === undefined) return `- \`${id}\`, which is no clause any more`
    return `- \`${id}\`: ${clause.says} (${clause.cite})`
  })
}

/** Ways against actions as Markdown, with the gaps and what the kernels lacked below. */
export function routeTable(table: Table): string {
  return [
    row(['way', ...table.actions]),
    row(['---', ...table.actions.map(() => '---')]),
    ...table.ways.map(way => row([way, ...table.actions.map(action => cell(table, way, action))])),
    '',
    `Kernels: ${table.kernels.join(', ')}.`,
    ...table.absences,
    ...gaps(table),
  ].join('\n')
}
