import { join } from 'node:path'
import { accelOf } from '../guest/accel.js'
import type { GuestFile } from '../guest/initramfs.js'
import { checkSuiteId, readObservations } from '../guest/ktap.js'
import { packGuest, type Tools } from '../guest/machine.js'
import { boot, type Guest } from '../guest/qemu.js'
import type { ImageKernel } from '../kernel/resolve.js'
import type { Progress } from '../shared/progress.js'
import type { BuiltSuite } from '../suite/build-suite.js'
import type { Suite } from '../suite/suite.js'
import { checkAnswers } from './answers.js'
import { type Figure, figure } from './figure.js'
import { type NetTest, readNetTest } from './net-test.js'
import { readTurns, suites, type Turn } from './turns.js'

/** What runs in turns in one guest. */
type GuestRace = {
  readonly kernel: ImageKernel
  readonly tools: Tools & { readonly bench: string }
  readonly netTest: string
  /** For upstream's tests, which start sh and ip. */
  readonly busybox: string
  readonly ours: Built
  /** What of ours takes no other route than system calls. */
  readonly routeless: Built
}

/** A suite and the program that it was compiled to. */
export type Built = BuiltSuite & { readonly suite: Suite }

/** What all gave, and how fast. */
type Raced = { readonly upstream: NetTest; readonly figures: readonly Figure[] }

const silenceMs = 120_000

/**
 * Runs upstream's net_test and the suite in turns in one guest by its clock, and once more by the instructions that they take, which
 * other work on the machine does not change. Errors: E_BENCH for wrong answers, or none.
 */
export async function race(
  one: GuestRace,
  turns: number,
  scratch: string,
  progress: Progress,
): Promise<Raced> {
  const { kernel, tools } = one
  const initrd = await packGuest(kernel, tools, filesOf(one), join(scratch, 'bench.cpio'))
  const { accel } = await accelOf(kernel.image, initrd)
  const course = { image: kernel.image, initrd, silenceMs }
  const timed = { ...course, accel, folder: join(scratch, 'timed') }
  const counted = { ...course, accel: 'tcg', counted: true, folder: join(scratch, 'counted') } as const
  const read = await runTurns(timed, turns, text =>
    progress(`measuring tests per second in a guest: ${text}`),
  )
  const again = await runTurns(counted, 1, text => progress(`counting instructions in a guest: ${text}`))
  return raced(await ratesOf(read, one), await ratesOf(again, one), read)
}

async function runTurns(
  course: Omit<Guest, 'append' | 'onLine'>,
  turns: number,
  progress: Progress,
): Promise<readonly Turn[]> {
  let ended = 0
  const onLine = (line: string): void => {
    if (line.startsWith('# bench begin ')) progress(`run ${ended + 1} of ${suites.length * turns}`)
    if (line.startsWith('# bench end ')) ended += 1
  }
  const append = [`landlockstep.turns=${turns}`]
  const { channel } = await boot({ ...course, append, onLine })
  return readTurns(channel, suites, turns)
}

const filesOf = ({ tools, netTest, busybox, ours, routeless }: GuestRace): readonly GuestFile[] => [
  { path: 'suite', from: tools.bench },
  { path: 'bin/sh', from: busybox },
  { path: 'bin/ip', from: busybox },
  { path: 'upstream/net_test', from: netTest },
  { path: 'ours/suite', from: ours.binary },
  { path: 'routeless/suite', from: routeless.binary },
]

/** Tests per second of each, turn by turn. */
type SuiteRates = Readonly<Record<(typeof suites)[number], readonly number[]>>

async function ratesOf(turns: readonly Turn[], { ours, routeless }: GuestRace): Promise<SuiteRates> {
  const of = (name: keyof SuiteRates): readonly Turn[] => turns.filter(({ by }) => by === name)
  return {
    upstream: of('upstream').map(({ text, seconds }) => readNetTest(text).ran / seconds),
    ours: await ownRates(of('ours'), ours),
    routeless: await ownRates(of('routeless'), routeless),
  }
}

function raced(timed: SuiteRates, counted: SuiteRates, turns: readonly Turn[]): Raced {
  const read = turns.filter(({ by }) => by === 'upstream').map(({ text }) => readNetTest(text))
  const [first] = read
  if (first === undefined) throw new Error('no turn')
  const rate = (name: string, turns: readonly number[]): Figure =>
    figure({ name, unit: 'tests/s', goal: null, turns })
  return {
    upstream: { ...first, failed: [...new Set(read.flatMap(({ failed }) => failed))] },
    figures: [
      rate("upstream's net_test, in the guest", timed.upstream),
      rate('the default suite, in the guest', timed.ours),
      rate('what of it takes no routes', timed.routeless),
      ...comparisons(timed, ''),
      ...comparisons(counted, ', by instructions'),
    ],
  }
}

const comparisons = ({ upstream, ours, routeless }: SuiteRates, by: string): readonly Figure[] => [
  figure({ name: `ours to upstream${by}`, unit: 'times', goal: atLeast20, turns: ratios(ours, upstream) }),
  figure({
    name: `without routes to upstream${by}`,
    unit: 'times',
    goal: atLeast20,
    turns: ratios(routeless, upstream),
  }),
  figure({
    name: `with routes to without${by}`,
    unit: 'times',
    goal: null,
    turns: ratios(ours, routeless),
  }),
]

const atLeast20 = { kind: 'least', value: 20 } as const

/** Turn by turn, since the machine is not the same in all of them. */
const ratios = (some: readonly number[], others: readonly number[]): readonly number[] =>
  some.map((rate, index) => rate / (others[index] ?? Number.NaN))

async function ownRates(turns: readonly Turn[], { id, suite }: Built): Promise<readonly number[]> {
  for (const { text } of turns) {
    checkSuiteId(text, id)
    await checkAnswers(readObservations(text, suite.tests), suite)
  }
  return turns.map(({ seconds }) => suite.tests.length / seconds)
}
