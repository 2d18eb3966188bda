import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hearNotes } from '../shared/notes.js'
import { overlay, specsVariable } from '../shared/overlay.js'
import { handOver } from './exit.js'
import { endOnSignals, isEnding } from './interrupt.js'
import { progress, stopProgress, tell, tellError } from './output.js'
import { withoutSpecs } from './specs-option.js'

/**
 * The file of the program: ours, or where other specs are laid over ours, what was made of the two together. Undefined where that cannot be made, which
 * is told. What names these specs is taken out of the command line, and stays in the environment for all that we start.
 */
export async function programFile(): Promise<string | undefined> {
  const own = './program.js'
  if (overlay !== undefined) return own
  const stop = endOnSignals()
  hearNotes(text => tell(`note: ${text}`))
  try {
    const { folder, rest, isWritten } = withoutSpecs(process.argv.slice(2), process.env[specsVariable])
    process.argv.splice(2, Infinity, ...rest)
    delete process.env[specsVariable]
    if (folder === undefined) return own
    const path = resolve(folder)
    process.env[specsVariable] = path
    // It is yet to be written.
    if (isWritten) return own
    const { layOver } = await import('../overlay/lay.js')
    const file = await layOver(path, progress)
    handOver()
    return pathToFileURL(file).href
  } catch (error) {
    if (!isEnding()) tellError(error)
    return undefined
  } finally {
    stopProgress()
    stop()
  }
}
