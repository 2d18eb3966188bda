import { randomBytes } from 'node:crypto'
import { accelOf } from '../../guest/accel.js'
import { packGuest, type Tools } from '../../guest/machine.js'
import { boot, type Guest, saveState } from '../../guest/qemu.js'
import { hostTicks } from '../../guest/ticks.js'
import type { ImageKernel } from '../../kernel/resolve.js'
import type { Executable } from '../../suite/build.js'
import { seedSize, wireSeed } from '../../suite/render.js'
import type { Executor, GuestEnd, StartGuest } from './executor.js'
import { isProgress } from './listen.js'
import { strict } from './strict.js'

/** A guest that boots may be silent for long, one whose programs end after seconds may not. */
const silenceMs = { boots: 60_000, runs: 20_000 }

/** A program goes on for a few minutes at most, with each of its steps ended after seconds. */
const stallMs = 300_000

/** What the executor says before it reads its first program. */
const ready = '# ready'

/** What a guest with the executor is made of. */
type GuestParts = {
  readonly kernel: ImageKernel
  readonly tools: Tools
  readonly binary: Executable
  readonly processors: number
}

type GuestTemplate = Omit<Guest, 'folder' | 'programs' | 'onLine'>

/**
 * The executor in guests of a kernel. The first one boots, and its state is saved when it is ready; the others go on from
 * there. Where it cannot be saved, they boot as well, and a note says so.
 */
export async function guests(
  { kernel, tools, binary: { path, id }, processors }: GuestParts,
  base: string,
): Promise<Omit<Executor, 'target'>> {
  const initrd = await packGuest(kernel, tools, [{ path: 'suite', from: path }], `${base}.cpio`)
  const { arch } = kernel
  const { accel } = await accelOf(kernel.image, initrd, arch)
  const tscKhz = await hostTicks(tools.ticks, arch)
  const guest = {
    ...{ image: kernel.image, initrd, append: strict, accel },
    ...{ silenceMs: silenceMs.boots, stallMs, isProgress },
    processors,
    ...(tscKhz === undefined ? {} : { tscKhz }),
    ...(arch === undefined ? {} : { arch }),
  }
  return { id, ...fromSaved(guest, `${base}.state`) }
}

/** One guest saves its state, and the others wait for that; if it does not come so far, the next one does. */
function fromSaved(guest: GuestTemplate, file: string): Omit<Executor, 'target' | 'id'> {
  let saved: Promise<SaveState> | undefined
  let note = ''
  const first: StartGuest = (programs, folder, onLine) => {
    const saving = deferred<SaveState>()
    saved = saving.promise
    const heard = (line: string): void => {
      if (line === ready) saveState(folder, file).then(() => saving.resolve('saved'), refused)
      onLine(line)
    }
    const refused = (error: Error): void => {
      note = `every guest boots: ${error.message}`
      saving.resolve('refused')
    }
    const late = (): void => {
      saving.resolve('unknown')
    }
    const held = after(saving.promise, programs)
    return run({ ...guest, monitored: true, programs: held, folder, onLine: heard }).finally(late)
  }
  const start: StartGuest = async (programs, folder, onLine) => {
    for (;;) {
      const waited = saved
      if (waited === undefined) return first(programs, folder, onLine)
      const state = await waited
      if (state === 'unknown' && saved === waited) saved = undefined
      if (state === 'unknown') continue
      const from = state === 'saved' ? { state: file, silenceMs: silenceMs.runs } : {}
      return run({ ...guest, ...from, programs: withSeed(programs), folder, onLine })
    }
  }
  return { start, isAlone: true, notes: () => (note === '' ? [] : [note]) }
}

/** What a guest said to us is heard line by line, and is not kept: it may be long. */
async function run(guest: Guest): Promise<GuestEnd> {
  const { end, detail, console } = await boot(guest)
  return { end, detail, console, ...(end === 'hang' || end === 'flood' ? { isSlow: true } : {}) }
}

/** Whether there is a state to go on from; unknown if the guest ended before it was saved. */
type SaveState = 'saved' | 'refused' | 'unknown'

function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(tell => {
    resolve = tell
  })
  return { promise, resolve }
}

async function* after(
  before: Promise<unknown>,
  programs: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  await before
  yield* programs
}

/** Every guest that goes on from the same state would draw the same random bytes. */
async function* withSeed(programs: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield wireSeed(randomBytes(seedSize))
  yield* programs
}
