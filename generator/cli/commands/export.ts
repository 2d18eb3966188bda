import { ToolError } from '../../shared/error.js'
import { readText } from '../../shared/text-file.js'
import { choiceOf } from '../choice.js'
import type { Command, Context } from '../command.js'

const lawWords = (law: string): string => law.replaceAll('-', ' ')

async function writePatch(path: string, text: string): Promise<void> {
  const { writeWhole } = await import('../../shared/cache.js')
  await writeWhole(path, text)
}

/** One program of a file. */
async function exportOne({ file, options, print }: Context, tree: string): Promise<void> {
  const { exportProgram } = await import('../../export/export-program.js')
  const { patchOf } = await import('../../export/patch.js')
  const { nextSteps } = await import('../../export/describe-export.js')
  const text = await readText(file)
  const {
    path,
    file: source,
    law,
    about,
  } = await exportProgram({ tree, target: options.target?.[0], text, place: file })
  if (options.patch !== undefined) {
    const what = law === undefined ? 'what a program gives' : `that ${lawWords(law)}`
    const subject = `selftests/landlock: Test ${what}`
    await writePatch(options.patch, await patchOf(tree, [source], { subject, paragraphs: about }))
  }
  const mail = options.patch === undefined ? {} : { patch: options.patch }
  print(
    options.json
      ? JSON.stringify({ tree, path, ...mail }, null, 2)
      : [
          `${tree}/${path}`,
          ...Object.values(mail),
          '',
          'Build and run:',
          ...nextSteps(tree).map(line => `  ${line}`),
        ].join('\n'),
  )
}

/** What notices most of a suite. */
async function exportMost({ options, print, progress }: Context, tree: string): Promise<void> {
  const { exportSuite } = await import('../../export/export.js')
  const { describeExport } = await import('../../export/describe-export.js')
  const { patchOf } = await import('../../export/patch.js')
  const { seed } = choiceOf(options)
  const { law, target } = options
  const order = {
    tree,
    seed,
    ...(law === undefined ? {} : { law }),
    ...(target?.[0] === undefined ? {} : { target: target[0] }),
  }
  const { report, files, laws } = await exportSuite(order, progress)
  if (options.patch !== undefined) {
    const [first, ...others] = laws
    const what =
      first === undefined || others.length > 0
        ? 'what Landlock does to sockets'
        : `that ${lawWords(first.name)}`
    const paragraphs = laws.map(({ claim }) => claim)
    await writePatch(
      options.patch,
      await patchOf(tree, files, { subject: `selftests/landlock: Test ${what}`, paragraphs }),
    )
  }
  print(options.json ? JSON.stringify(report, null, 2) : describeExport(report))
}

export const exportCommand: Command = {
  name: 'export',
  summary:
    'Write tests for a kernel tree as its maintainers have them: what notices most of the suite, of some laws, or one program; no kernel is needed.',
  argument: '[program.json]',
  options: ['kselftest', 'law', 'target', 'seed', 'patch', 'json'],
  example: 'export --kselftest ~/linux --law denial-is-final',
  async run(context) {
    const { kselftest, law } = context.options
    if (kselftest === undefined)
      throw new ToolError(
        'E_USAGE',
        'Say where the tests go: landlockstep export --kselftest and a kernel tree.',
      )
    if (context.file !== '' && law !== undefined)
      throw new ToolError('E_USAGE', `Say one of the two: --law ${law}, or ${context.file}.`)
    await (context.file === '' ? exportMost(context, kselftest) : exportOne(context, kselftest))
    return 0
  },
}
