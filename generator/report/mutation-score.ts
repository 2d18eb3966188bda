/** A mistake in the kernel code of a design, and what became of it. */
export type Trial = {
  readonly name: string
  /** What goes wrong by it. */
  readonly why: string
  readonly file: string
  readonly verdict: 'caught' | 'equivalent' | 'survived' | 'unbuilt'
  /** What noticed it, the most telling first; of an equivalent one why nothing can; of one that is not built, why. */
  readonly by: readonly string[]
  /** How many programs diverged. */
  readonly programs: number
  /** By stage. */
  readonly seconds: Readonly<Record<string, number>>
}

/** What planting mistakes into a design gave. */
export type Strength = {
  readonly design: string
  /** The kernel without a mistake, of which the same programs agree. */
  readonly kernel: string
  readonly programs: number
  readonly laws: number
  readonly trials: readonly Trial[]
  /** Mistakes that are listed as equivalent and were caught. */
  readonly stale: readonly string[]
}

/** A row for each mistake, below the heads of the columns. */
export const strengthRows = ({ trials }: Strength): readonly (readonly string[])[] => [
  ['mistake', 'verdict', 'programs', 'seconds', 'noticed by'],
  ...trials.map(({ name, verdict, programs, seconds, by: [first = '', ...more] }) => [
    name,
    verdict === 'unbuilt' ? 'does not build' : verdict,
    programs === 0 ? '' : String(programs),
    String(Math.round(sum(Object.values(seconds)))),
    more.length === 0 || verdict !== 'caught' ? first : `${first} (and ${more.length} more)`,
  ]),
]

/** All in one line. */
export function strengthSummary({ design, kernel, programs, laws, trials }: Strength): string {
  const verdicts = ['caught', 'equivalent', 'survived', 'unbuilt'] as const
  const counts = verdicts.map(one => trials.filter(({ verdict }) => verdict === one).length)
  const [caught, equivalent, survived, unbuilt] = counts
  const broken = unbuilt === 0 ? '' : `, ${unbuilt} that do not build`
  return `${trials.length} mistakes in ${design}: ${caught} caught, ${equivalent} equivalent, ${survived} survived${broken} (${programs} programs of ${laws} laws, ${kernel})`
}

/** 0 when every mistake is caught or equivalent, 1 when one survives, 2 when one could not be tried. */
export function strengthExit({ trials, stale }: Strength): 0 | 1 | 2 {
  if (trials.some(({ verdict }) => verdict === 'survived')) return 1
  return trials.length === 0 || stale.length > 0 || trials.some(({ verdict }) => verdict === 'unbuilt')
    ? 2
    : 0
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
