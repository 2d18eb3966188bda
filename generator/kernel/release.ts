import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../shared/error.js'

/** What a suite's signed Release file says of itself; the date in milliseconds. */
type Release = { readonly suite: string; readonly codename: string; readonly date: number }

/** The Release file that an apt state has, whose signature apt has verified. */
export async function releaseIn(root: string): Promise<Release> {
  const lists = join(root, 'state/lists')
  const name = (await readdir(lists)).find(file => /_(In)?Release$/.test(file))
  if (name === undefined) throw new Error(`apt-get update left no Release file in ${lists}`)
  return readReleaseFile(await readFile(join(lists, name), 'utf8'))
}

/** Reads the fields before the lists of hashes. */
export function readReleaseFile(text: string): Release {
  const [head = ''] = text.split(/^(?:MD5Sum|SHA\d+):/m)
  const field = (name: string): string =>
    new RegExp(`^${name}:[ \\t]*(.*?)[ \\t\\r]*$`, 'm').exec(head)?.[1] ?? ''
  return { suite: field('Suite'), codename: field('Codename'), date: Date.parse(field('Date')) }
}

/** The suite that was asked for and where, the date of the newest that was seen of it, and where such lists are kept. */
type ReleaseOrder = {
  readonly wanted: string
  readonly mirror: string
  readonly seen: number
  readonly shelf: string
}

/**
 * Fails if a mirror that is asked for a suite gives what Debian signed for another one, or what is older than was seen before: for apt neither is an error.
 * Error: E_SIGNATURE.
 */
export function checkRelease(release: Release, { wanted, mirror, seen, shelf }: ReleaseOrder): void {
  const { suite, codename, date } = release
  if (suite !== wanted && codename !== wanted)
    throw new ToolError(
      'E_SIGNATURE',
      `${mirror} gives the lists of another suite (${[suite, codename].filter(Boolean).join(', ')}) as those of ${wanted}; nothing of it was kept. Set LANDLOCKSTEP_MIRROR to another mirror.`,
    )
  if (Number.isNaN(date))
    throw new ToolError(
      'E_SIGNATURE',
      `${mirror} gives lists of ${wanted} that do not say of when they are; nothing of it was kept. Set LANDLOCKSTEP_MIRROR to another mirror.`,
    )
  if (date >= seen) return
  throw new ToolError(
    'E_SIGNATURE',
    `${mirror} gives lists of ${wanted} of ${day(date)}, which are older than those of ${day(seen)} that were seen before: it lags behind or hides newer ones, and nothing of it was kept. Set LANDLOCKSTEP_MIRROR to another mirror, or remove ${shelf} to take them all the same.`,
  )
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
