import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { NativeKernel } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import type { Exit } from '../shared/exec.js'
import { specsNotes } from '../shared/paths.js'
import { execWatched } from './exec-watched.js'
import { type Machine, patienceVariable, type StartOptions, type Tools } from './machine.js'
import type { Ending } from './qemu.js'
import { usualLimits } from './watch.js'

/** The kernel that runs now: both programs are started here, in namespaces of their own. */
export function native(kernel: NativeKernel, tools: Tools): Machine {
  return {
    kernel,
    notes: [...specsNotes(), 'what the running kernel reports of itself is not seen'],
    pack: async suite => suite ?? '',
    start: async (suite, start, folder, onLine) => {
      await mkdir(folder, { recursive: true })
      const started = performance.now()
      const probe = await run(tools.probe, [], start, () => {})
      const isAnswered = probe.end === 'halt' || probe.end === 'stay'
      const tests = suite !== '' && isAnswered ? await run(suite, optionsOf(start), start, onLine) : nothing
      const channel = `${probe.text}${tests.text}`
      await writeFile(join(folder, 'channel.log'), channel)
      const { end, detail } = isAnswered ? tests : probe
      return { end, detail, channel, console: '', seconds: (performance.now() - started) / 1000 }
    },
  }
}

const optionsOf = ({ from, each, only }: StartOptions): readonly string[] => [
  ...['--from', String(from)],
  ...(each === undefined ? [] : ['--each', String(each)]),
  ...(only === undefined ? [] : ['--filter', only]),
]

type NativeRun = Ending & { readonly text: string }

const nothing: NativeRun = { end: 'halt', detail: '', text: '' }

/** What probe and suite say last. */
const isLast = (line: string): boolean => /^# (target )?end$/.test(line)

async function run(
  command: string,
  args: readonly string[],
  { patience, deadlineMs, isProgress, abort }: StartOptions,
  onLine: (line: string) => void,
): Promise<NativeRun> {
  const pieces: Buffer[] = []
  const { exit, cause } = await execWatched(command, args, {
    limits: { ...usualLimits, deadlineMs },
    ...(patience === undefined ? {} : { env: { [patienceVariable]: `${patience}` } }),
    ...(isProgress === undefined ? {} : { isProgress }),
    ...(abort === undefined ? {} : { abort }),
    isLast,
    onLine,
    onPiece: piece => pieces.push(piece),
  })
  const text = Buffer.concat(pieces).toString()
  return { ...(cause ?? endingOf(basename(command), exit, text)), text }
}

/** It passes, fails, or skips for want of Landlock; if somebody ended it, what it said until then holds. */
function endingOf(name: string, { exitCode, signal, stderr }: Exit, text: string): Ending {
  if (exitCode === 0 || exitCode === 1 || (exitCode === 4 && text.includes('# target')))
    return { end: 'halt', detail: '' }
  if (signal !== null && text !== '') return { end: 'killed', detail: `${name} was ended by ${signal}` }
  throw new ToolError(
    'E_NATIVE',
    `${name} cannot run on this machine (${signal ?? `exit code ${exitCode}`}): it needs user and network namespaces; give a kernel for a guest by --kernel instead.`,
    { output: `${text.slice(-2000)}${stderr}` },
  )
}
