import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { foreignFolder } from '../../shared/overlay.js'
import { shown } from '../../shared/paths.js'
import type { Command } from '../command.js'

/** Where first files go that nobody named a folder for. */
const usual = 'landlockstep-specs'

export const newCommand: Command = {
  name: 'new',
  summary:
    'Write the first files of specs of your own: of a law, of a right or of a design, each with a law that is to be written; or a copy of a file of ours, which yours is to take the place of.',
  argument: '<law|right|design|copy> <name>',
  options: ['json'],
  example: 'new right listen_tcp --specs my-specs',
  async run({ files: [word = '', name = ''], options, print }) {
    const { firstKinds, writeFirst } = await import('../../overlay/write-first.js')
    const kind = firstKinds.find(one => one === word)
    if (kind === undefined)
      throw new ToolError('E_USAGE', `${JSON.stringify(word)} is none of ${firstKinds.join(', ')}.`)
    const folder = foreignFolder() === '' ? join(process.cwd(), usual) : foreignFolder()
    const written = (await writeFirst(kind, name, folder)).map(path => shown(join(folder, path)))
    print(
      options.json
        ? JSON.stringify({ folder: shown(folder), files: written }, null, 2)
        : [...written.map(path => `wrote ${path}`), '', next[kind], ...commandsFor(shown(folder))].join('\n'),
    )
    return 0
  },
}

/** What to do with it. */
const next = {
  law: 'Say in it what it claims, on which programs, and what must hold; until then there is no verdict by this folder. Then:',
  right:
    'Say in them which bit and ABI it has, which calls it judges, and in the law what must hold; until then there is no verdict by this folder. Then:',
  design:
    'Say in them what it judges, and in the law what must hold; until then there is no verdict by this folder. A patch for lab kernels is kernel/<version>.patch beside its design.ts. Then:',
  copy: 'Change it: it takes the place of ours, and you are told when ours has changed since. Then:',
} as const

const commandsFor = (folder: string): readonly string[] => [
  `  landlockstep check --specs ${folder}`,
  `  landlockstep judge --tree linux --range v7.3..HEAD --specs ${folder}`,
]
