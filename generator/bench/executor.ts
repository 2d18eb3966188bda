import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Op, routeOf } from '../../specs/program.js'
import { accelOf } from '../guest/accel.js'
import { packGuest, type Tools } from '../guest/machine.js'
import { boot, type Guest } from '../guest/qemu.js'
import type { ImageKernel, Kernel } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import type { Progress } from '../shared/progress.js'
import { buildExecutor } from '../suite/build.js'
import { encode, renderBare, renderExecutor, reservedPorts, wireEnd } from '../suite/render.js'
import type { Suite } from '../suite/suite.js'
import { answersIn, checkAnswers } from './answers.js'
import { type Figure, figure } from './figure.js'
import { measureStarts } from './start.js'
import { loops, readTurns, type Turn } from './turns.js'

/** Where the executor is measured, and what its programs are taken from. */
type BenchJob = {
  readonly kernel: Kernel
  readonly tools: Tools & { readonly bench: string }
  readonly suite: Suite
}

const silenceMs = 120_000

/**
 * How fast the executor is beside a bare loop of the same calls, on a kernel in a guest or on the running one, and what it
 * would cost to isolate each program by a network namespace. Errors: E_BENCH for wrong answers, or none.
 */
export async function measureExecutor(
  { kernel, tools, suite }: BenchJob,
  turns: number,
  scratch: string,
  progress: Progress,
): Promise<readonly Figure[]> {
  const plain = plainOf(suite)
  const folder = join(scratch, 'wire')
  await mkdir(folder, { recursive: true })
  const programs = join(folder, 'programs')
  await writeFile(programs, bytesOf(plain))
  const ports = reservedPorts(plain.tests.map(({ program }) => program))
  const executor = await buildExecutor(renderExecutor(plain.target, ports), progress)
  const files = {
    executor: executor.path,
    bare: (await buildExecutor(renderBare(plain.target, ports), progress)).path,
    programs,
  }
  progress(`measuring the executor on ${kernel.ref}`)
  const count = plain.tests.length
  const read = async (channel: string, rounds: number): Promise<LoopRates> => {
    const turnsRun = readTurns(channel, loops, rounds)
    for (const { by, text } of turnsRun) if (by === 'executor') await checkAnswers(answersIn(text), plain)
    return ratesOf(turnsRun, count)
  }
  if (kernel.kind === 'native')
    return figuresOf(await read(await runHere(tools, files, turns, scratch), turns), 'on the running kernel')
  const guest = await guestWith(kernel, tools, files, scratch)
  const timed = await read(await runInGuest(guest, turns, scratch, 'timed'), turns)
  const counted = await read(await runInGuest(guest, 1, scratch, 'counted'), 1)
  const starts = await measureStarts({ kernel, tools, binary: executor, scratch }, plain, turns)
  return [
    ...figuresOf(timed, 'in the guest'),
    ...ratiosOf(counted, 'in the guest, by instructions'),
    ...starts,
  ]
}

/** What takes a second process, another namespace or a route, or reads what is logged, the bare loop does not know. */
const plainOf = (suite: Suite): Suite => ({
  ...suite,
  tests: suite.tests
    .filter(({ program }) => program.ops.every(isPlain))
    .map((test, number) => ({ ...test, name: `p${number}` })),
})

const others: readonly Op['kind'][] = [
  'fork',
  'race',
  'unshare',
  'setns',
  'take_fd',
  'read_audit',
  'kill',
  'sigtimedwait',
  'setown',
  'read_events',
]

const isPlain = (op: Op): boolean =>
  routeOf(op) === undefined && (op.actor ?? 0) === 0 && !others.includes(op.kind)

const bytesOf = ({ tests, target }: Suite): Buffer =>
  Buffer.concat([...tests.map(({ program }, number) => encode(program, number, target)), wireEnd])

type Files = Readonly<Record<'executor' | 'bare' | 'programs', string>>

type BareGuest = Pick<Guest, 'image' | 'initrd' | 'accel'>

async function guestWith(
  kernel: ImageKernel,
  tools: BenchJob['tools'],
  files: Files,
  scratch: string,
): Promise<BareGuest> {
  const inside = Object.entries(files).map(([name, from]) => ({ path: `wire/${name}`, from }))
  const suite = { path: 'suite', from: tools.bench }
  const initrd = await packGuest(kernel, tools, [suite, ...inside], join(scratch, 'wire.cpio'))
  const { accel } = await accelOf(kernel.image, initrd)
  return { image: kernel.image, initrd, accel }
}

async function runInGuest(
  guest: BareGuest,
  turns: number,
  scratch: string,
  by: 'timed' | 'counted',
): Promise<string> {
  const { channel } = await boot({
    ...guest,
    ...(by === 'counted' ? { accel: 'tcg', counted: true } : {}),
    append: [`landlockstep.turns=${turns}`],
    folder: join(scratch, `wire-${by}`),
    silenceMs,
    onLine: () => {},
  })
  return channel
}

async function runHere(
  tools: BenchJob['tools'],
  files: Files,
  turns: number,
  scratch: string,
): Promise<string> {
  for (const name of ['executor', 'bare'] as const) await symlink(files[name], join(scratch, 'wire', name))
  const { stdout, stderr, exitCode } = await exec(tools.bench, ['--folder', scratch, '--turns', `${turns}`])
  if (exitCode === 0) return stdout
  throw new ToolError('E_BENCH', 'The executor cannot be measured here; what was said is below.', {
    output: stderr,
  })
}

/** Programs per second of each, turn by turn. */
type LoopRates = Readonly<Record<(typeof loops)[number], readonly number[]>>

function ratesOf(turns: readonly Turn[], programs: number): LoopRates {
  const of = (name: keyof LoopRates): readonly number[] =>
    turns.filter(({ by }) => by === name).map(({ seconds }) => programs / seconds)
  return { executor: of('executor'), bare: of('bare'), each: of('each'), pool: of('pool') }
}

function figuresOf(rates: LoopRates, where: string): readonly Figure[] {
  const rate = (name: string, of: keyof LoopRates): Figure =>
    figure({ name: `${name}, ${where}`, unit: 'programs/s', goal: null, turns: rates[of] })
  return [
    rate('the executor', 'executor'),
    rate('a bare loop of the same calls', 'bare'),
    ...ratiosOf(rates, where),
  ]
}

function ratiosOf(rates: LoopRates, where: string): readonly Figure[] {
  const ratio = (name: string, of: keyof LoopRates, goal: Figure['goal']): Figure =>
    figure({
      name: `${name}, ${where}`,
      unit: 'times',
      goal,
      turns: rates[of].map((one, turn) => one / (rates.bare[turn] ?? Number.NaN)),
    })
  return [
    ratio('the executor to the bare loop', 'executor', { kind: 'least', value: 0.5 }),
    ratio('a network namespace each to none', 'each', null),
    ratio('one of eight namespaces to none', 'pool', null),
  ]
}
