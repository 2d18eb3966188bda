import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import { shown, specsFolder } from '../shared/paths.js'
import { lawFiles, lawName } from '../suite/laws.js'
import { firstDesign } from './first/design.js'
import { firstLaw } from './first/law.js'
import { firstRight } from './first/right.js'
import { stampOf } from './stamp.js'

/** What a first file may be of; a copy is of a file of our specs, which the folder's is to take the place of. */
export const firstKinds = ['law', 'right', 'design', 'copy'] as const
type FirstKind = (typeof firstKinds)[number]

/** Writes the first files of somebody's specs, none over one that is there, and gives their paths. Errors: E_USAGE, E_EXISTS, E_DISK. */
export async function writeFirst(kind: FirstKind, name: string, folder: string): Promise<readonly string[]> {
  const files = await firstFiles(kind, name, folder)
  for (const { path } of files) {
    const isThere = await lstat(join(folder, path)).then(
      () => true,
      () => false,
    )
    if (isThere)
      throw new ToolError(
        'E_EXISTS',
        `${shown(join(folder, path))} is there already, so nothing was written: take another name, or move it away.`,
      )
  }
  for (const { path, content } of files) await write(join(folder, path), content)
  return files.map(({ path }) => path)
}

async function write(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { flag: 'wx' })
  } catch (cause) {
    throw new ToolError('E_DISK', `${shown(path)} cannot be written: choose another folder by --specs.`, {
      output: cause instanceof Error ? cause.message : '',
      cause,
    })
  }
}

async function firstFiles(kind: FirstKind, name: string, folder: string): Promise<readonly SourceFile[]> {
  switch (kind) {
    case 'law':
      await checkLaw(name)
      return [{ path: `laws/${name}.ts`, content: firstLaw(name) }]
    case 'right':
      if (!/^[a-z][a-z0-9_]*$/.test(name))
        throw bad(name, 'a right is small letters, digits and _, such as listen_tcp')
      await checkLaw(`${name.replaceAll('_', '-')}-needs-the-right`)
      return firstRight(name, await countIn(join(folder, 'rights')))
    case 'design':
      if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
        throw bad(name, 'a design is small letters, digits and dashes, such as socket-listen')
      await checkLaw(`${name}-needs-the-right`)
      return firstDesign(name, await countIn(join(folder, 'designs')))
    case 'copy':
      return [await copyOf(name)]
  }
}

/** A law is called by a claim, which has several words, and an export by all of them. */
async function checkLaw(name: string): Promise<void> {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name))
    throw bad(
      name,
      'a law is called as what it claims, in small letters with dashes, such as denial-is-final',
    )
  const ours = (await lawFiles(specsFolder)).find(file => lawName(file) === name)
  if (ours === undefined) return
  throw new ToolError(
    'E_USAGE',
    `${name} is a law of ours: copy it by \`landlockstep new copy ${ours}\`, or call yours otherwise.`,
  )
}

async function copyOf(name: string): Promise<SourceFile> {
  const path = name.replace(/^(?:\.\/)?specs\//, '')
  const isInside = !path.split('/').includes('..') && /^[\w./-]+\.ts$/.test(path)
  const ours = isInside ? await readFile(join(specsFolder, path), 'utf8').catch(() => undefined) : undefined
  if (ours === undefined)
    throw new ToolError(
      'E_USAGE',
      `${name} is no file of our specs: name one such as laws/denial-is-final.ts or model/listen.ts.`,
    )
  return { path, content: `${stampOf(path, ours)}\n${ours}` }
}

const countIn = async (folder: string): Promise<number> => (await readdir(folder).catch(() => [])).length

const bad = (name: string, what: string): ToolError =>
  new ToolError('E_USAGE', `${JSON.stringify(name)} cannot be the name: ${what}.`)
