import type { Op, Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import { caseSchema, programFileSchema } from './codec/case-schema.js'
import { canonicalJson, prettyJson } from './codec/json.js'
import { canonicalOp } from './codec/program-id.js'
import { opSchema } from './codec/program-schema.js'
import type { RegressionCase } from './suite.js'

export { programId } from './codec/program-id.js'

/** The canonical JSON of ops that are known to be valid: few differ, and no more than so many are remembered. */
const valid = new Set<string>()
const mostValid = 50_000

/** Reads a program from JSON text; E_PROGRAM says in which file, where inside it, and what was expected. */
export const readProgram = (text: string, where: string): Program => readDrawn(text, where).program

/** A program, and the law that it was drawn from if its file says so. */
export type ReadProgram = { readonly program: Program; readonly law?: string }

/** Reads a program and its law from JSON text. Error: E_PROGRAM. */
export function readDrawn(text: string, where: string): ReadProgram {
  const { ops, found, law = found?.law } = readJson(programFileSchema, text, where, 'E_PROGRAM')
  return { program: { ops }, ...(law === undefined ? {} : { law }) }
}

/** Whether each op of a program, of which there is one at least, has the fields of its kind, with values that they may have. */
export const isProgram = ({ ops }: Program): boolean => ops.length > 0 && ops.every(isOp)

function isOp(op: Op): boolean {
  const text = canonicalOp(op)
  if (valid.has(text)) return true
  const { success } = opSchema.safeParse(op)
  if (valid.size === mostValid) valid.clear()
  if (success) valid.add(text)
  return success
}

/** Reads a kept case from JSON text; E_CASE says in which file, where inside it, and what was expected. */
export const readCase = (text: string, where: string): RegressionCase =>
  readJson(caseSchema, text, where, 'E_CASE')

/** The JSON of a kept case: what a person reads first stands first. */
export const writeCase = ({ claim, why, cite, gives, found, ops }: RegressionCase): string =>
  prettyJson({ claim, why, cite, gives, found, ops })

/** The JSON of a value, laid out to be read. */
export const writeJson: (value: unknown) => string = prettyJson

/** Throws E_TARGET, naming the first field that differs, when a suite was made for another target than the reported one. */
export function checkTarget(suite: Target, reported: Target): void {
  const difference = targetDifference(suite, reported)
  if (difference === undefined) return
  const { path, here, there } = difference
  throw new ToolError(
    'E_TARGET',
    `The suite was made for another target: ${path} is ${here} in its manifest and ${there} as reported by the kernel; generate the suite anew with landlockstep generate.`,
  )
}

/** Where two targets differ, and what either has there. */
type JsonDifference = { readonly path: string; readonly here: string; readonly there: string }

/** The first field in which a target differs from that of a suite. */
export const targetDifference = (suite: Target, reported: Target): JsonDifference | undefined =>
  firstDifference(suite, suite.isSaid === true ? asSaid(reported, suite) : reported, '')

/** A target with the proposals that somebody said that it has. */
export const asSaid = (
  { choices: _, ...reported }: Target,
  { designs, choices }: Pick<Target, 'designs' | 'choices'>,
): Target => ({ ...reported, designs, isSaid: true, ...(choices === undefined ? {} : { choices }) })

function firstDifference(a: unknown, b: unknown, path: string): JsonDifference | undefined {
  if (canonicalJson(a) === canonicalJson(b)) return undefined
  if (!isRecord(a) || !isRecord(b)) return { path, here: show(a), there: show(b) }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(a[key], b[key], path === '' ? key : `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
