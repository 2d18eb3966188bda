import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, layer, tcp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { restrictSelfFlags } from '../uapi/landlock.js'

const [mute, tsync] = [1 << restrictSelfFlags.log_subdomains_off.bit, 1 << restrictSelfFlags.tsync.bit]

const casesOf = (target: Target): readonly EndingCase[] => {
  const muted = (flags: number): readonly Op[] => [
    ...layer(target, 0, ['bind_tcp']),
    { kind: 'restrict_self', ruleset: 'none', flags },
    tcp(0),
    { kind: 'bind', socket: 0, address: at('a'), route: 'early_thread' },
  ]
  return [
    { ops: muted(mute), ends: 'OK' },
    { ops: muted(mute | tsync), ends: 'EACCES' },
  ]
}

/** Who only switches off logging for all threads gives them its whole configuration, and so the domain that it has. */
export const mutingAllThreadsHandsOnTheDomain: Spec = {
  name: 'muting-all-threads-hands-on-the-domain',
  applies: ({ behaviours }) => behaviours.includes('mute_with_tsync'),
  ...ending(casesOf),
}
