import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { overlay } from '../../shared/overlay.js'
import { packageFolder } from '../../shared/paths.js'
import { readText } from '../../shared/text-file.js'
import type { Command } from '../command.js'

const written = join(packageFolder, 'specs/uapi/landlock.ts')

export const uapiCommand: Command = {
  name: 'uapi',
  summary: 'Write specs/uapi/landlock.ts from a landlock.h.',
  argument: '<landlock.h>',
  options: [],
  example: 'uapi linux/include/uapi/linux/landlock.h',
  async run({ file, print, progress }) {
    if (overlay !== undefined)
      throw new ToolError('E_USAGE', 'It writes the table of the package itself: leave --specs out.')
    const header = await readText(file)
    progress('reading the header')
    const present = await import('../../../specs/uapi/landlock.js')
    const { writeWhole } = await import('../../shared/cache.js')
    const { losses, tablesOf, uapi } = await import('../../kernel/uapi.js')
    const lost = losses(present, tablesOf(header))
    if (lost.length > 0) throw older(file, lost)
    const text = uapi(header)
    const same = text === (await readFile(written, 'utf8').catch(() => ''))
    await writeWhole(written, text)
    print(`specs/uapi/landlock.ts ${same ? 'is as it was' : 'is written anew'}.`)
    return 0
  },
}

const older = (file: string, lost: readonly string[]): ToolError =>
  new ToolError(
    'E_HEADER',
    `${file} lacks what specs/uapi/landlock.ts has, so nothing was written; take the landlock.h of the newest kernel. What is lost or changed is below.`,
    { output: lost.join('\n') },
  )
