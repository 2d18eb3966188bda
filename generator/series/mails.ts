import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Repository, tryGit } from '../kernel/tree/git.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { readBytes } from '../shared/text-file.js'

/** A patch as it was mailed, decoded. */
export type MailedPatch = {
  /** Its place in the series, from 1, and of how many; a lone patch is 1 of 1. */
  readonly number: number
  readonly total: number
  readonly version: number
  readonly subject: string
  readonly author: string
  readonly email: string
  readonly date: string
  /** What becomes the commit's message, without its subject. */
  readonly message: string
  /** The diff, from its first `diff --git` on. */
  readonly diff: string
}

/** The mails of a series: its patches in order, and what a mail names as their base. */
export type MailedSeries = { readonly patches: readonly MailedPatch[]; readonly base: string | null }

/** So many bytes a series may have. */
const most = 32 * 2 ** 20

/** The text of mails: of files, of the files of folders, or of standard input as `-`. Errors: E_FILE, E_MAIL. */
export async function readMails(paths: readonly string[]): Promise<readonly Buffer[]> {
  const all: Buffer[] = []
  for (const path of paths) {
    if (path === '-') all.push(await readInput())
    else if ((await stat(path).catch(() => undefined))?.isDirectory() === true) {
      const names = (await readdir(path)).filter(name => /\.(?:patch|mbox|mbx|eml)$/.test(name)).sort()
      if (names.length === 0) throw mailError(`${path} has no mails: no file *.patch, *.mbox or *.eml`)
      for (const name of names) all.push(await readBytes(join(path, name), most))
    } else all.push(await readBytes(path, most))
  }
  return all
}

async function readInput(): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of process.stdin) {
    pieces.push(Buffer.from(piece))
    bytes += piece.length
    if (bytes > most) throw mailError(`standard input has more than ${most >> 20} MiB`)
  }
  return Buffer.concat(pieces)
}

/**
 * The series that mails hold; a cover letter and replies are no patches. Git reads them, as `git am` does.
 * Error: E_MAIL where there is none, one is missing, two are one number, or several versions are mixed.
 * @param isPart whether some of a series are enough
 */
export async function seriesOf(
  repository: Repository,
  mails: readonly Buffer[],
  isPart = false,
): Promise<MailedSeries> {
  const found = await scratchFolder(async scratch => {
    const read: ReadMail[] = []
    for (const [index, text] of mails.entries())
      read.push(...(await readBox(repository, text, join(scratch, `${index}`))))
    return read
  })
  const patches = found.flatMap(({ patch }) => patch ?? [])
  if (patches.length === 0)
    throw mailError(
      `${mails.length === 1 ? 'the mail is' : 'these mails are'} no patch: nothing in it begins with \`diff --git\``,
    )
  const bases = new Set(found.flatMap(({ base }) => base ?? []))
  if (bases.size > 1) throw mailError(`the mails name several bases (${[...bases].join(', ')})`)
  return { patches: inOrder(patches, isPart), base: [...bases][0] ?? null }
}

type ReadMail = { readonly patch: MailedPatch | undefined; readonly base: string | undefined }

async function readBox(repository: Repository, text: Buffer, folder: string): Promise<readonly ReadMail[]> {
  const box = join(folder, 'box')
  await writeWhole(box, text)
  // What does not begin as a mailbox does is one mail.
  const { exitCode, stderr } = await tryGit(repository, ['mailsplit', '-b', `-o${folder}`, box])
  if (exitCode !== 0) throw mailError('this is no mail and no mailbox', stderr)
  const names = (await readdir(folder)).filter(name => /^\d+$/.test(name)).sort()
  const read: ReadMail[] = []
  for (const name of names) read.push(await readMail(repository, join(folder, name)))
  return read
}

async function readMail(repository: Repository, path: string): Promise<ReadMail> {
  const [message, patch] = [`${path}.message`, `${path}.patch`]
  const input = await readFile(path)
  const asked = (options: readonly string[]) =>
    tryGit(repository, ['mailinfo', ...options, message, patch], { input })
  const whole = await asked(['-k'])
  const subject = field(whole.stdout, 'Subject')
  const { exitCode, stdout, stderr } = await asked([])
  if (exitCode !== 0) throw mailError(`the mail ${JSON.stringify(subject)} cannot be read`, stderr)
  const [said, rest] = await Promise.all([readFile(message, 'utf8'), readFile(patch, 'utf8')])
  const base = /^base-commit: ([0-9a-f]{7,64})$/m.exec(`${said}\n${rest}`)?.[1]
  const at = rest.search(/^diff --git /m)
  if (at < 0 || /^re:/i.test(subject)) return { patch: undefined, base }
  const tag = /\[([^\]]*)\]/.exec(subject)?.[1] ?? ''
  const [, number = '1', total = '1'] = /(\d+)\/(\d+)/.exec(tag) ?? []
  return {
    base,
    patch: {
      number: Number(number),
      total: Number(total),
      version: Number(/\bv(\d+)\b/i.exec(tag)?.[1] ?? 1),
      subject: field(stdout, 'Subject'),
      author: field(stdout, 'Author'),
      email: field(stdout, 'Email'),
      date: field(stdout, 'Date'),
      message: said.trim(),
      diff: rest.slice(at),
    },
  }
}

const field = (info: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''

function inOrder(patches: readonly MailedPatch[], isPart: boolean): readonly MailedPatch[] {
  const versions = new Set(patches.map(({ version }) => version))
  if (versions.size > 1)
    throw mailError(`versions ${[...versions].sort().join(' and ')} of a series are mixed; give one of them`)
  const isNumbered = patches.some(({ total }) => total > 1)
  // Files that are no series are taken as they come.
  if (!isNumbered) return patches.map((one, index) => ({ ...one, number: index + 1, total: patches.length }))
  const totals = new Set(patches.map(({ total }) => total))
  if (totals.size > 1)
    throw mailError(`patches of several series are mixed (of ${[...totals].join(', of ')})`)
  const byNumber = new Map<number, MailedPatch>()
  for (const patch of patches) {
    const same = byNumber.get(patch.number)
    if (same !== undefined && same.diff !== patch.diff)
      throw mailError(`patch ${patch.number}/${patch.total} is there twice, and the two differ`)
    byNumber.set(patch.number, patch)
  }
  const total = [...totals][0] ?? 0
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter(one => !byNumber.has(one))
  if (missing.length > 0 && !isPart)
    throw mailError(
      `v${[...versions][0]} of the series lacks ${missing.map(one => `${one}/${total}`).join(', ')}; give all of its mails`,
    )
  return [...byNumber.values()].sort((one, other) => one.number - other.number)
}

const mailError = (why: string, output = ''): ToolError =>
  new ToolError('E_MAIL', `No series can be made of the mails: ${why}.`, output === '' ? {} : { output })
