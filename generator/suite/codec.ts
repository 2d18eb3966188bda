import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Op, Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import { caseSchema, programFileSchema } from './codec/case-schema.js'
import { canonicalJson, prettyJson } from './codec/json.js'
import { type OpJson, opSchema } from './codec/program-schema.js'
import type { Case } from './suite.js'

/** The content id of a program: the first 12 hex digits of the hash of its canonical JSON. */
export const programId = ({ ops }: Program): string =>
  createHash('sha256')
    .update(`{"ops":[${ops.map(canonical).join()}]}`)
    .digest('hex')
    .slice(0, 12)

/** The canonical JSON of ops: they never change, and one program after the other has the same ones. */
const texts = new WeakMap<Op, string>()

function canonical(op: Op): string {
  const known = texts.get(op)
  if (known !== undefined) return known
  const text = canonicalJson(op satisfies OpJson)
  texts.set(op, text)
  return text
}

/** The canonical JSON of ops that are known to be valid: few differ, however many there are. */
const valid = new Set<string>()

/** Reads a program from JSON text; E_PROGRAM says in which file, where inside it, and what was expected. */
export const readProgram = (text: string, where: string): Program => readDrawn(text, where).program

/** A program, and the law that it was drawn from if its file says so. */
export type Drawn = { readonly program: Program; readonly law?: string }

/** Reads a program and its law from JSON text. Error: E_PROGRAM. */
export function readDrawn(text: string, where: string): Drawn {
  const { ops, found, law = found?.law } = parse(programFileSchema, text, where, 'E_PROGRAM')
  return { program: { ops }, ...(law === undefined ? {} : { law }) }
}

/** Whether each op of a program, of which there is one at least, has the fields of its kind, with values that they may have. */
export const isProgram = ({ ops }: Program): boolean => ops.length > 0 && ops.every(isOp)

function isOp(op: Op): boolean {
  const text = canonical(op)
  if (valid.has(text)) return true
  const { success } = opSchema.safeParse(op)
  if (success) valid.add(text)
  return success
}

/** Reads a kept case from JSON text; E_CASE says in which file, where inside it, and what was expected. */
export const readCase = (text: string, where: string): Case => parse(caseSchema, text, where, 'E_CASE')

/** The JSON of a kept case: what a person reads first stands first. */
export const writeCase = ({ why, cite, found, ops }: Case): string => prettyJson({ why, cite, found, ops })

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
type Difference = { readonly path: string; readonly here: string; readonly there: string }

/** The first field in which a target differs from that of a suite. */
export const targetDifference = (suite: Target, reported: Target): Difference | undefined =>
  firstDifference(suite, reported, '')

function firstDifference(a: unknown, b: unknown, path: string): Difference | undefined {
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

/** Reads a value from JSON text; the error says in which file, where inside it, and what was expected. */
export function parse<T>(schema: z.ZodType<T>, text: string, where: string, code: `E_${string}`): T {
  const value = json(text, where, code)
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const [issue] = error.issues.map(deepest)
  if (issue === undefined) throw error
  const at = path(issue.path)
  const got = show(issue.path.reduce((inside: unknown, key) => (inside as never)?.[key], value)) ?? 'nothing'
  throw new ToolError(
    code,
    `${where}: ${at}: ${issue.message}; it is ${got.length > 80 ? `${got.slice(0, 77)}…` : got}.`,
  )
}

function json(text: string, where: string, code: `E_${string}`): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ToolError(code, `${where} is not JSON: ${(cause as Error).message}.`, { cause })
  }
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** Of a union that did not fit, the alternative that came furthest, or that most of it fits, says what is wrong; else the union itself. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const inside = issue.errors
    .toSorted((a, b) => a.length - b.length)
    .flatMap(errors => errors.slice(0, 1).map(deepest))
    .filter(({ path }) => path.length > 0)
  const [best] = inside.sort((a, b) => b.path.length - a.path.length)
  return best === undefined ? issue : { ...best, path: [...issue.path, ...best.path] }
}

const path = (keys: readonly PropertyKey[]): string =>
  keys.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  ) || 'top level'
