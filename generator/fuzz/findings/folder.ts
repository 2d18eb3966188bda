import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from '../../../specs/program.js'
import { outFolder } from '../../shared/paths.js'
import { writeJson } from '../../suite/codec.js'

/** Where each finding has a folder, called by the id of its program. */
export const findingsFolder = join(outFolder, 'findings')

const file = 'found.json'

/** Leaves a program that was just found in a folder; says in words why, if it cannot. */
export function keepFound(folder: string, program: Program): string | undefined {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), writeJson(program))
    return undefined
  } catch (error) {
    return `${folder} cannot be written, so the finding is only told here: ${(error as Error).message}`
  }
}

/** Removes it, since a smaller program takes its place; what else is in the folder stays. */
export function removeFound(folder: string): void {
  rmSync(join(folder, file), { force: true })
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!isHarmless(error)) throw error
  }
}

const isHarmless = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'ENOENT')
