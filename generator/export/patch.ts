import { createHash } from 'node:crypto'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import type { SourceFile } from '../shared/folders.js'
import { version } from '../shared/version.js'
import { wrap } from '../suite/describe.js'
import { renderTemplate } from '../suite/render.js'
import { testsFolder } from './tree.js'

/** What a mail says of the tests that it brings. */
type PatchText = { readonly subject: string; readonly paragraphs: readonly string[] }

const columns = 72

/** The name that git gives to a file by its content. */
const blobOf = (content: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex')
    .slice(0, 12)

async function configured(tree: string, key: string): Promise<string> {
  const { stdout, exitCode } = await exec('git', ['-C', tree, 'config', key])
  if (exitCode === 0 && stdout.trim() !== '') return stdout.trim()
  throw new ToolError(
    'E_USAGE',
    `A mail is from somebody, and git knows no ${key}; say it by git config --global ${key}.`,
  )
}

/** As mails have it: `Mon, 30 Nov 2026 21:11:11 +0000`. */
const dateOf = (time: Date): string => time.toUTCString().replace('GMT', '+0000')

/** Subjects of what would be longer are cut at a word. */
const subjectOf = (text: string): string => wrap(text, columns)[0] ?? text

/**
 * Files of tests as a mail that `git am` takes, from whom git says. It is not signed off, which is for whoever sends it. Errors: E_MISSING without git,
 * E_USAGE where that knows no name.
 */
export async function patchOf(
  tree: string,
  files: readonly SourceFile[],
  { subject, paragraphs }: PatchText,
): Promise<string> {
  const shown = files.map(({ path, content }) => {
    const lines = content.split('\n').slice(0, -1)
    return {
      ...{ path: `${testsFolder}/${path}`, blob: blobOf(content), count: lines.length },
      lines: lines.map(line => `+${line}`),
    }
  })
  return renderTemplate('export/patch.hbs', {
    ...{ name: await configured(tree, 'user.name'), email: await configured(tree, 'user.email') },
    ...{ date: dateOf(new Date()), subject: subjectOf(subject), files: shown, version: version() },
    description: paragraphs.flatMap((words, index) => [
      ...(index === 0 ? [] : ['']),
      ...wrap(words, columns),
    ]),
    summary: `${files.length} ${files.length === 1 ? 'file' : 'files'} changed, ${shown.reduce((sum, { count }) => sum + count, 0)} insertions(+)`,
  })
}
