import { type Op, type Program, routeOf } from './program.js'
import type { Feature, Target } from './target.js'

/** What one op needs. */
function neededBy(op: Op): readonly Feature[] {
  if (op.kind === 'unshare' && op.what === 'user') return ['user_namespaces']
  if (op.kind === 'read_audit') return ['audit']
  if (op.kind === 'seccomp') return ['seccomp']
  switch (routeOf(op)) {
    case 'io_uring':
    case 'io_uring_fixed':
    case 'io_uring_async':
    case 'io_uring_personality':
    case 'early_io_uring':
    case 'early_personality':
      return ringFor(op)
    case 'io_uring_sqpoll':
    case 'early_sqpoll':
      return [...ringFor(op), 'sqpoll']
    case 'compat':
    case 'socketcall':
      return ['compat']
    case 'thread':
    case 'early_thread':
    case 'fork':
    case 'vfork':
    case 'exec':
    case undefined:
      return []
  }
}

const ringFor = ({ kind }: Op): readonly Feature[] =>
  kind === 'bind' || kind === 'listen' ? ['io_uring', 'io_uring_bind'] : ['io_uring']

/** What a program needs that this target lacks, and how it was refused; null if there is nothing. */
export function missing(
  { lacks }: Pick<Target, 'lacks'>,
  { ops }: Program,
): { readonly feature: Feature; readonly refused: string } | null {
  for (const op of ops)
    for (const feature of neededBy(op)) {
      const refused = lacks[feature]
      if (refused !== undefined) return { feature, refused }
    }
  return null
}
