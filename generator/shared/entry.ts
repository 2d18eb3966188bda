import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { ArchName } from './arch.js'
import { whyNoProgram } from './elf.js'
import { type Vouching, whyDamaged } from './manifest.js'

/** What an entry of the cache must be to be of use. */
export type Terms = Vouching & {
  /** What must be there and not empty; a program must be a static one that this machine starts, or one of that architecture. */
  readonly needs: Readonly<Record<string, 'file' | 'program' | { readonly program: ArchName }>>
  /** Throws if what the files say is of no use. */
  readonly check?: (folder: string) => unknown
}

/** How an entry is found; one that is damaged says why. */
type Condition = 'whole' | 'absent' | { readonly why: string }

/** Whether an entry is there and is as it was made and as it is needed. Errors: those of the system that are about us, not about the entry. */
export async function conditionOf(folder: string, terms: Terms): Promise<Condition> {
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  if (stats === undefined) return 'absent'
  if (!stats.isDirectory()) return { why: 'it is no folder' }
  try {
    const why = (await whyDamaged(folder, terms)) ?? whyLacking(folder, terms)
    if (why !== undefined) return { why }
    await terms.check?.(folder)
    return 'whole'
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && aboutUs.includes(String(error.code))) throw error
    return { why: error.message }
  }
}

/** Nothing says that a file is damaged that we may not or cannot open now. */
const aboutUs = ['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM']

/** Which file that is needed is not there, or is not what it should be, in words; undefined if all are. */
export function whyLacking(folder: string, { needs }: Pick<Terms, 'needs'>): string | undefined {
  for (const [path, kind] of Object.entries(needs)) {
    const whole = join(folder, path)
    const arch = typeof kind === 'object' ? kind.program : undefined
    const why = kind === 'file' ? whyNoFile(whole) : whyNoProgram(whole, arch)
    if (why !== undefined) return `${path}: ${why}`
  }
  return undefined
}

function whyNoFile(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'it is not there'
  if (!stats.isFile()) return 'it is not a file'
  return stats.size === 0 ? 'it is empty' : undefined
}
