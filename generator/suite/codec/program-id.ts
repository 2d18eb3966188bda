import { createHash } from 'node:crypto'
import type { Op, Program } from '../../../specs/program.js'
import { canonicalJson } from './json.js'

/** The content id of a program: the first 12 hex digits of the hash of its canonical JSON. */
export const programId = ({ ops }: Program): string =>
  createHash('sha256')
    .update(`{"ops":[${ops.map(canonicalOp).join()}]}`)
    .digest('hex')
    .slice(0, 12)

/** The canonical JSON of ops: they never change, and one program after the other has the same ones. */
const texts = new WeakMap<Op, string>()

/** The canonical JSON of an op. */
export function canonicalOp(op: Op): string {
  const known = texts.get(op)
  if (known !== undefined) return known
  const text = canonicalJson(op)
  texts.set(op, text)
  return text
}
