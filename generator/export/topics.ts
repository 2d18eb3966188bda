import type { Op, Program } from '../../specs/program.js'

/** What a file of tests is about, as it stands in its name, and in words. */
export const topics = {
  ruleset: 'rulesets, their rules, and how they are enforced',
  unix: 'UNIX sockets, and the scope of their abstract names',
  tcp: 'TCP sockets',
  udp: 'UDP sockets',
  net: 'TCP and UDP sockets',
  family: 'sockets of other protocols',
} as const
export type Topic = keyof typeof topics

const isStream = (op: Op): boolean => op.kind === 'socket' && op.type === 'SOCK_STREAM'

/** Neither TCP nor UDP. */
const isOther = (op: Op): boolean =>
  op.kind === 'socket' &&
  !(
    /^AF_INET6?$/.test(String(op.domain)) &&
    /^SOCK_(STREAM|DGRAM)$/.test(String(op.type)) &&
    /^IPPROTO_(IP|TCP|UDP)$/.test(String(op.protocol))
  )

/** What the programs of a law are about, all together. */
export function topicOf(programs: readonly Program[]): Topic {
  const ops = programs.flatMap(program => program.ops)
  const sockets = ops.filter(({ kind }) => kind === 'socket' || kind === 'pair' || kind === 'socketpair')
  if (sockets.length === 0) return 'ruleset'
  const isUnix = (op: Op): boolean => op.kind === 'pair' || ('domain' in op && op.domain === 'AF_UNIX')
  const others = sockets.filter(op => isOther(op) || isUnix(op))
  if (others.length * 2 > sockets.length)
    return others.filter(isUnix).length * 2 > others.length ? 'unix' : 'family'
  const streams = sockets.filter(isStream).length
  if (streams === sockets.length) return 'tcp'
  return streams === 0 ? 'udp' : 'net'
}
