import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Program } from '../../../specs/program.js'
import { messageOf } from '../../shared/error.js'
import { outFolder } from '../../shared/paths.js'
import { writeJson } from '../../suite/codec.js'

/** Where each finding has a folder, called by the id of its program. */
export const findingsFolder = join(outFolder, 'findings')

/** Until the folder is there, the program stands in a file beside its place. */
export const foundFile = (folder: string): string => `${folder}.json`

/** Leaves a program that was just found beside the place of its folder; says in words why, if it cannot. */
export function keepFound(folder: string, program: Program): string | undefined {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    writeFileSync(foundFile(folder), writeJson(program))
    return undefined
  } catch (error) {
    return `${foundFile(folder)} cannot be written, so the finding is only told here: ${messageOf(error)}`
  }
}

/** Removes it, since a smaller program or the folder takes its place. */
export const removeFound = (folder: string): void => rmSync(foundFile(folder), { force: true })
