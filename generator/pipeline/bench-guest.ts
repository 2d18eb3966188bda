import { join } from 'node:path'
import { type Figure, figure } from '../bench/figure.js'
import { type NetTest, readNetTest } from '../bench/net-test.js'
import { type Contestant, contestants, readTurns, type Turn } from '../bench/turns.js'
import { judge } from '../diff.js'
import { ToolError } from '../error.js'
import type { GuestFile } from '../initramfs.js'
import type { Kernel } from '../kernel/resolve.js'
import { loadKnown } from '../known.js'
import { readObservations } from '../ktap.js'
import { loadLaws } from '../laws.js'
import { boot } from '../qemu.js'
import type { Progress, Suite } from '../suite.js'
import { accelOf } from './accel.js'
import { packGuest, type Tools } from './machine.js'

/** What runs in turns in one guest. */
export type Race = {
  readonly kernel: Kernel
  readonly tools: Tools & { readonly bench: string }
  readonly netTest: string
  /** For upstream's tests, which start sh and ip. */
  readonly busybox: string
  readonly ours: Built
  /** What of ours takes no other route than system calls. */
  readonly routeless: Built
}

/** A suite and the program that it was compiled to. */
export type Built = { readonly suite: Suite; readonly binary: string }

/** What all gave, and how fast. */
export type Raced = { readonly upstream: NetTest; readonly figures: readonly Figure[] }

const silenceMs = 120_000

/** Runs upstream's net_test and the suite in turns in one guest. Errors: E_BENCH for wrong answers, or none. */
export async function race(one: Race, turns: number, scratch: string, progress: Progress): Promise<Raced> {
  const { kernel, tools } = one
  const initrd = await packGuest(kernel, tools, filesOf(one), join(scratch, 'bench.cpio'))
  const { accel } = await accelOf(kernel.image, initrd)
  let ended = 0
  const tell = () =>
    progress(`measuring tests per second in a guest: run ${ended + 1} of ${contestants.length * turns}`)
  const onLine = (line: string): void => {
    if (line.startsWith('# bench begin ')) tell()
    if (line.startsWith('# bench end ')) ended += 1
  }
  const folder = join(scratch, 'bench')
  const append = [`landlockstep.turns=${turns}`]
  const { channel } = await boot({ image: kernel.image, initrd, append, accel, folder, silenceMs, onLine })
  return compare(readTurns(channel, turns), one)
}

const filesOf = ({ tools, netTest, busybox, ours, routeless }: Race): readonly GuestFile[] => [
  { path: 'suite', from: tools.bench },
  { path: 'bin/sh', from: busybox },
  { path: 'bin/ip', from: busybox },
  { path: 'upstream/net_test', from: netTest },
  { path: 'ours/suite', from: ours.binary },
  { path: 'routeless/suite', from: routeless.binary },
]

async function compare(turns: readonly Turn[], { ours, routeless }: Race): Promise<Raced> {
  const of = (name: Contestant): readonly Turn[] => turns.filter(({ by }) => by === name)
  const told = of('upstream').map(({ text }) => readNetTest(text))
  const [first] = told
  if (first === undefined) throw new Error('no turn')
  const theirs = of('upstream').map(({ seconds }, index) => (told[index]?.ran ?? 0) / seconds)
  const mine = await ratesOf(of('ours'), ours.suite)
  const plain = await ratesOf(of('routeless'), routeless.suite)
  const unit = 'tests/s'
  return {
    upstream: { ...first, failed: [...new Set(told.flatMap(({ failed }) => failed))] },
    figures: [
      figure({ name: "upstream's net_test, in the guest", unit, goal: null, turns: theirs }),
      figure({ name: 'the default suite, in the guest', unit, goal: null, turns: mine }),
      figure({ name: 'what of it takes no routes', unit, goal: null, turns: plain }),
      figure({ name: 'ours to upstream', unit: 'times', goal: atLeast20, turns: ratios(mine, theirs) }),
      figure({
        name: 'without routes to upstream',
        unit: 'times',
        goal: atLeast20,
        turns: ratios(plain, theirs),
      }),
      figure({ name: 'with routes to without', unit: 'times', goal: null, turns: ratios(mine, plain) }),
    ],
  }
}

const atLeast20 = { kind: 'least', value: 20 } as const

/** Turn by turn, since the machine is not the same in all of them. */
const ratios = (some: readonly number[], others: readonly number[]): readonly number[] =>
  some.map((rate, index) => rate / (others[index] ?? Number.NaN))

async function ratesOf(turns: readonly Turn[], suite: Suite): Promise<readonly number[]> {
  for (const turn of turns) await checkAnswers(turn, suite)
  return turns.map(({ seconds }) => suite.tests.length / seconds)
}

/** Wrong answers have no speed. */
async function checkAnswers({ text }: Turn, suite: Suite): Promise<void> {
  const { divergences, diverged, lost } = judge(
    suite,
    await loadLaws(),
    readObservations(text),
    await loadKnown(),
  )
  if (diverged === 0 && lost === 0) return
  throw new ToolError(
    'E_BENCH',
    `The kernel and the specs do not agree (${diverged} programs diverge, ${lost} are lost), and wrong answers have no speed: see landlockstep run.`,
    {
      output: divergences.map(({ test, step, observed }) => `${test}, step ${step}: ${observed}`).join('\n'),
    },
  )
}
