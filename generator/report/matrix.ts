import type { KernelResult, Result } from '../judge/result.js'
import { shortRelease } from '../shared/arch.js'
import { totalOf } from '../shared/clock.js'

const head = [
  'kernel',
  'release',
  'ABI',
  'errata',
  'programs',
  'agree',
  'known',
  'diverge',
  'lost',
  'not run',
  'laws',
  'clauses',
  'claims',
  'sockets',
  'seconds',
]

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

const total = ({ seconds }: KernelResult): string => totalOf(seconds).toFixed(0)

/** Claims that were kept, of those that are made. */
function claims({ claims }: KernelResult): string {
  const made = claims.filter(({ isMade }) => isMade)
  const kept = made.filter(({ verdict }) => verdict === 'kept').length
  const broken = claims.filter(({ verdict }) => verdict === 'broken').map(({ claim }) => claim)
  return `${kept} of ${made.length}${broken.length === 0 ? '' : `, broken: ${broken.join(', ')}`}`
}

const kernelRow = (one: KernelResult): string =>
  row([
    `\`${one.ref}\``,
    shortRelease(one.release),
    one.abi,
    one.errata ?? 'unknown',
    one.programs,
    one.agreed,
    one.known,
    one.diverged,
    [one.lost, ...one.missing].join('; '),
    one.notRunnable.map(({ feature, programs }) => `${programs} by ${feature}`).join(', '),
    `${one.laws.agreed} of ${one.laws.total}`,
    one.clauses.hit,
    claims(one),
    one.sockets.join(', ') || 'none',
    total(one),
  ])

/** One line of Markdown for each kernel, in the order of the references; one that could not be had says why. */
export function matrix(refs: readonly string[], { kernels, unavailable, clauses }: Result): string {
  const lines = refs.flatMap(ref => [
    ...kernels.filter(one => one.ref === ref).map(kernelRow),
    ...unavailable
      .filter(one => one.ref === ref)
      .map(({ code, why }) =>
        row([`\`${ref}\``, `not run: ${code}: ${why.split('\n', 1)}`, ...head.slice(2).map(() => '')]),
      ),
  ])
  const rule = row(head.map(() => '---'))
  return [
    row(head),
    rule,
    ...lines,
    '',
    `Clauses seen on one kernel or another: ${clauses.hit} of ${clauses.total}.`,
  ].join('\n')
}
