/** A mistake in the kernel code of a design, and what became of it. */
export type Trial = {
  readonly name: string
  /** What goes wrong by it. */
  readonly why: string
  readonly file: string
  readonly verdict: 'caught' | 'equivalent' | 'survived' | 'unbuilt' | 'untried'
  /** What noticed it, the most telling first; of an equivalent one why nothing can; of one that was not built or not tried, why. */
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
    words[verdict],
    programs === 0 ? '' : String(programs),
    String(Math.round(sum(Object.values(seconds)))),
    more.length === 0 || verdict !== 'caught' ? first : `${first} (and ${more.length} more)`,
  ]),
]

const words: Readonly<Record<Trial['verdict'], string>> = {
  caught: 'caught',
  equivalent: 'equivalent',
  survived: 'survived',
  unbuilt: 'does not build',
  untried: 'not tried',
}

/** All in one line. */
export function strengthSummary({ design, kernel, programs, laws, trials }: Strength): string {
  const verdicts = ['caught', 'equivalent', 'survived', 'unbuilt', 'untried'] as const
  const counts = verdicts.map(one => trials.filter(({ verdict }) => verdict === one).length)
  const [caught, equivalent, survived, unbuilt, untried] = counts
  const broken = unbuilt === 0 ? '' : `, ${unbuilt} that do not build`
  const open = untried === 0 ? '' : `, ${untried} that could not be tried`
  return `${trials.length} mistakes in ${design}: ${caught} caught, ${equivalent} equivalent, ${survived} survived${broken}${open} (${programs} programs of ${laws} laws, ${kernel})`
}

/** 0 when every mistake is caught or equivalent, 1 when one survives, 2 when one could not be tried. */
export function strengthExit({ trials, stale }: Strength): 0 | 1 | 2 {
  if (trials.some(({ verdict }) => verdict === 'survived')) return 1
  const isWhole = trials.every(({ verdict }) => verdict !== 'unbuilt' && verdict !== 'untried')
  return trials.length > 0 && stale.length === 0 && isWhole ? 0 : 2
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
