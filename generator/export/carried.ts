import { newestAbi } from '../../specs/additions.js'
import { attrIn, needsOf } from '../../specs/ops/uses.js'
import type { Allowed } from '../../specs/outcome.js'
import type { Op } from '../../specs/program.js'
import { isObject } from '../suite/render/parts.js'
import type { Test } from '../suite/suite.js'
import { template } from '../suite/templates.js'
import { formOfCall } from './form-of-call.js'
import { mayLack } from './may-lack.js'

/** A program with what is allowed. */
export type Predicted = Pick<Test, 'program' | 'allowed'>

const files = ['results', 'set_up', 'rulesets', 'privilege', 'sockets', 'addresses', 'sends', 'options']

/** The functions that an exported file may call, each behind those that it calls. */
export const callsText: string = files
  .map(file => withoutLicence(template(`export/calls/${file}.c`)))
  .join('')

const calls: ReadonlySet<string> = new Set(
  [...callsText.matchAll(/NEED\((\w+)\)/g)].flatMap(([, name = '']) => name),
)

/** Whoever puts files into one says above it under which licence that is. */
function withoutLicence(text: string): string {
  return text.slice(text.indexOf('\n') + 1)
}

/** What an op needs beside its process, in words. */
const needs: Readonly<Record<string, string>> = {
  turns: 'several processes or threads',
  audit: 'records of audit',
  events: 'trace events',
  mailbox: 'descriptors that are passed on',
  ping: 'ping sockets',
  signals: 'signals',
  directory: 'files of its own',
}

const isElsewhere = (op: Op): boolean =>
  'address' in op && op.address !== undefined && !('host' in op.address || isAbstract(op.address))

const isAbstract = (address: object): boolean => 'name' in address && /^(@|$)/.test(String(address.name))

/** What is answered for sockets that a kernel was built without. */
const unsupported: readonly Allowed[] = ['EAFNOSUPPORT', 'EPROTONOSUPPORT', 'ESOCKTNOSUPPORT']

const isOfAnotherType = (op: Op): boolean =>
  op.kind === 'add_rule' && isObject(op.attr) && 'parent' in op.attr && op.type !== 'path_beneath'

/** Why an op cannot be said in an exported test; undefined if it can. */
function lackOf(op: Op): string | undefined {
  if (op.actor !== undefined && op.actor !== 0) return needs.turns
  if ('route' in op && op.route !== undefined) return 'routes beside plain system calls, such as io_uring'
  if ('at_once' in op) return 'calls that begin at once'
  const need = needsOf(op).flatMap(one => needs[one] ?? [])[0]
  if (need !== undefined) return need
  if (isElsewhere(op)) return 'addresses that are none of IP, nor abstract names'
  if (attrIn(op)?.handled_access_socket !== undefined) return 'proposals that are not merged'
  if (isOfAnotherType(op)) return 'attributes of another type of rule'
  const called = /^\w+/.exec(formOfCall(op, newestAbi))?.[0] ?? ''
  return calls.has(called) ? undefined : `${op.kind}, for which exported files have no function`
}

const isOfLandlock = ({ kind }: Op): boolean =>
  kind === 'create_ruleset' || kind === 'add_rule' || kind === 'restrict_self' || kind === 'query'

/** Why a program is no exported test; undefined if it can be one. */
export const notCarried = (one: Predicted): string | undefined =>
  one.program.ops.some(isOfLandlock)
    ? notSaid(one)
    : 'no call of Landlock, but what the network does without it'

/** Why a program cannot be said in an exported test; undefined if it can. */
export function notSaid({ program, allowed }: Predicted): string | undefined {
  const lack = program.ops.flatMap(op => lackOf(op) ?? [])[0]
  if (lack !== undefined) return lack
  if (program.ops.some((op, index) => mayLack(op) && unsupported.includes(allowed[index]?.[0] ?? 'OK')))
    return 'sockets that this kernel is built without'
  return allowed.every(([one, ...others]) => others.length === 0 && one !== '!EACCES' && one !== 'STUCK')
    ? undefined
    : 'several outcomes that are allowed'
}
