import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { connectName, exercise, program, sandbox, unix, unixServer } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { fsRights } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const otherFileRights = ({ abi }: Target): readonly string[] =>
  Object.entries(fsRights)
    .filter(([name, right]) => right.abi <= abi && name !== 'resolve_unix')
    .map(([name]) => name)

/** File rights say nothing about sockets: not about IP ones, and but for RESOLVE_UNIX not about UNIX ones. */
export const fileRightsLeaveNetworksAlone: Spec = {
  name: 'file-rights-leave-networks-alone',
  programs: target =>
    fc
      .record({
        handled: fc.subarray([...otherFileRights(target)], { minLength: 1 }),
        right: right(target),
        port: anyPort(),
        domain: domain(),
      })
      .map(({ handled, right, port, domain }) =>
        program(
          unixServer(0, '/s', 'SOCK_STREAM'),
          sandbox(target, 0, { handled_access_fs: handled }),
          unix(1),
          connectName(1, '/s'),
          exercise(right, 2, port, domain),
        ),
      ),
  holds: trace => !trace.some(({ outcome }) => outcome === 'EACCES' || outcome === 'EPERM'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'connect' && 'name' in op.address),
}
