import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { writeWhole } from '../../shared/cache.js'
import type { Command } from '../command.js'
import { readInput } from '../input.js'

const written = fileURLToPath(new URL('../../../specs/uapi/landlock.ts', import.meta.url))

export const uapiCommand: Command = {
  name: 'uapi',
  summary: 'Write specs/uapi/landlock.ts from a landlock.h.',
  argument: '<landlock.h>',
  options: [],
  example: 'uapi linux/include/uapi/linux/landlock.h',
  async run({ file, print, progress }) {
    const header = await readInput(file)
    progress('reading the header')
    const { uapi } = await import('../../kernel/uapi.js')
    const text = uapi(header)
    const same = text === (await readFile(written, 'utf8').catch(() => ''))
    await writeWhole(written, text)
    print(`specs/uapi/landlock.ts ${same ? 'is as it was' : 'is written anew'}.`)
    return 0
  },
}
