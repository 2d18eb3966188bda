import { layer, rightsOf, sandbox } from '../arbitrary/ops.js'
import { kinds, type NamedKind } from '../designs/ops.js'
import { sandboxIn } from '../designs/story.js'
import type { Op } from '../program.js'
import type { Target } from '../target.js'
import { fsRights, scopes } from '../uapi/landlock.js'

/** What a sandbox is to keep out, said in whichever words a target has for it; without any there is no sandbox. */
export type ContrastPolicy = { readonly says: string; readonly sandbox: (target: Target) => readonly Op[] }

const sockets = (says: string, allowed: readonly NamedKind[]): ContrastPolicy => ({
  says,
  sandbox: target =>
    target.designs.length === 0 ? [] : sandboxIn(target, target.designs, { kinds: allowed }),
})

/** Sandboxes in the words of designs: all rights of sockets that a target has, and what they are granted for. */
export const socketPolicies: readonly ContrastPolicy[] = [
  sockets('permits no socket', []),
  sockets('permits TCP', [kinds.tcp]),
  sockets('permits sockets that carry descriptors', [kinds.seqpacket]),
  sockets('permits TCP and sockets that carry descriptors', [kinds.tcp, kinds.seqpacket]),
]

const ports = (says: string, isMeant: (right: string) => boolean): ContrastPolicy => ({
  says,
  sandbox: target => {
    const rights = rightsOf(target).filter(isMeant)
    return rights.length === 0 ? [] : layer(target, 0, rights)
  },
})

/** Sandboxes in the words of merged Landlock. */
export const mergedPolicies: readonly ContrastPolicy[] = [
  ports('permits no port', () => true),
  ports('permits no port to bind', right => right.startsWith('bind')),
  ports('permits no port to reach', right => right.startsWith('connect')),
  {
    says: 'permits no abstract UNIX socket outside',
    sandbox: target =>
      target.abi >= scopes.abstract_unix_socket.abi
        ? sandbox(target, 0, { scoped: ['abstract_unix_socket'] })
        : [],
  },
  {
    says: 'permits no UNIX path outside',
    sandbox: target =>
      target.abi >= fsRights.resolve_unix.abi
        ? sandbox(target, 0, { handled_access_fs: ['resolve_unix'] })
        : [],
  },
]
