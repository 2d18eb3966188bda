import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { ToolError } from './error.js'

/** The path of a program, found as a shell would find it. */
export function findProgram(name: string): string | undefined {
  if (name.includes('/')) return isProgram(name) ? resolve(name) : undefined
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map(folder => join(folder, name))
    .find(isProgram)
}

/** The same. Error: E_MISSING. */
export function needProgram(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw missingProgram(name)
  return path
}

/** A program that is not there, as an error. */
export const missingProgram = (name: string, cause?: unknown): ToolError =>
  new ToolError(
    'E_MISSING',
    `The program ${name} is not installed or cannot be started; \`landlockstep setup\` says what to install.`,
    { cause },
  )

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
