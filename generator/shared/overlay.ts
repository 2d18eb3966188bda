import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Specs of somebody's folder that are laid over ours: what runs is code of the two together. */
export type Overlay = {
  /** The package, or the checkout, that they are laid over. */
  readonly package: string
  readonly isInstalled: boolean
  /** The first digits of the hash of all that the folder has. */
  readonly hash: string
  /** Each file of the folder, by its path in it. */
  readonly files: readonly string[]
  /** Those that take the place of one of ours. */
  readonly replaced: readonly string[]
  /** What is to be known of them, each a sentence. */
  readonly notes: readonly string[]
}

/** By this variable a command is told the folder; it is what `--specs` sets. */
export const specsVariable = 'LANDLOCKSTEP_SPECS'

/** What tells that code was laid together, beside the folder of it. */
export const overlayFile = 'overlay.json'

/** The folder of an overlay in which its code is, and the one of its sources. */
export const overlayCode = 'code'
export const overlaySpecs = 'specs'

const laid = fileURLToPath(new URL('../../../', import.meta.url))

/** What is laid over our specs, if what runs is such code. */
export const overlay: Overlay | undefined = read(join(laid, overlayFile))

/** Its sources. */
export const overlaidSpecs = join(laid, overlaySpecs)

/** The folder whose specs are laid over ours, as an absolute path; empty without one. */
export const foreignFolder = (): string => process.env[specsVariable] ?? ''

/** It is read in every start, and no library of schemas is loaded for it. */
function isOverlay(value: unknown): value is Overlay {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, is: (field: unknown) => boolean): boolean => is(Reflect.get(value, name))
  return (
    ['package', 'hash'].every(name => has(name, field => typeof field === 'string')) &&
    ['files', 'replaced', 'notes'].every(name => has(name, isTexts)) &&
    has('isInstalled', field => typeof field === 'boolean')
  )
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => typeof one === 'string')
}

function read(path: string): Overlay | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isOverlay(value)) return value
    throw new Error(`${path} is not one that was laid by us`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
