import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { hasChosen } from '../../choices.js'
import { having, kinds, type NamedKind, open, opens, v4Layer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const any = -1

const tried: readonly NamedKind[] = [kinds.tcp, kinds.mptcp, kinds.sctp, kinds.udp]

/** A rule, and which of the kinds it lets in; 0 is TCP only where it is mapped. */
const rulesIn = (target: Target): readonly (readonly [NamedKind, readonly NamedKind[]])[] => [
  [{ domain: 'AF_INET', type: any, protocol: any }, tried],
  [{ domain: 'AF_INET', type: 'SOCK_STREAM', protocol: any }, [kinds.tcp, kinds.mptcp, kinds.sctp]],
  [
    { domain: 'AF_INET', type: any, protocol: 'IPPROTO_TCP' },
    hasChosen(target, { default_protocol: 'mapped' }) ? [kinds.tcp] : [],
  ],
  [{ domain: 'AF_INET', type: any, protocol: 'IPPROTO_SCTP' }, [kinds.sctp]],
  [{ domain: 'AF_INET', type: any, protocol: 0 }, [kinds.tcp, kinds.udp]],
  [{ domain: 'AF_INET6', type: any, protocol: any }, []],
  [{ domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: any }, [kinds.udp]],
]

const casesOf = (target: Target): readonly EndingCase[] => [
  ...rulesIn(target)
    .filter(([{ type }]) => type !== any || hasChosen(target, { any_type: 'yes' }))
    .flatMap(([rule, allowed]) =>
      tried
        .filter(kind => opens(target, kind))
        .map(
          (kind): EndingCase => ({
            ops: [v4Layer(target, 0, [rule]), open(0, kind)],
            ends: allowed.includes(kind) ? 'OK' : 'EACCES',
          }),
        ),
    ),
  ...[-1, -2, -(2 ** 31 - 1), 0x7fffffff].map(
    (protocol): EndingCase => ({
      ops: [
        v4Layer(target, 0, [{ ...kinds.udp, protocol: any }, kinds.tcp]),
        open(0, { ...kinds.tcp, protocol }),
      ],
      ends: 'EACCES',
    }),
  ),
]

/** -1 as protocol of a rule stands for any, and so it does as type where that is chosen; nothing stands for any family. */
export const wildcardsStandForAny: Spec = {
  name: 'wildcards-stand-for-any',
  applies: having('socket-create-v4'),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
