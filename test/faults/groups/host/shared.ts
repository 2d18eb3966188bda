import type { Process, Running } from '../../process.js'
import type { World } from '../../world.js'

/** A guest's QEMU, by the name that a kernel keeps of it and by what the guest has to run. */
export const isGuestWith =
  (what: 'probe' | 'suite') =>
  ({ name, args }: Process): boolean =>
    name === 'qemu-system-x86' && args.some(arg => arg.endsWith(`/${what}.cpio`))

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Waits for a process of a world. Throws if the program ended before there was one. */
export async function comes(world: World, running: Running, is: (one: Process) => boolean): Promise<Process> {
  let over = false
  void running.ended.then(() => {
    over = true
  })
  while (!over) {
    const found = world.processes().find(is)
    if (found !== undefined) return found
    await pause(20)
  }
  const { stderr } = await running.ended
  throw new Error(`it ended before what was waited for: ${stderr}`)
}

/** Ends the program outright, and who launched it: nothing of ours can tidy up. */
export async function killOutright(world: World, running: Running): Promise<void> {
  const own = world.processes().filter(({ args }) => args.some(arg => /\/landlockstep(\.js)?$/.test(arg)))
  for (const { pid } of own) process.kill(pid, 'SIGKILL')
  await running.ended
}
