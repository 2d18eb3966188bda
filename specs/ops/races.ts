import { netRights, restrictSelfFlags } from '../uapi/landlock.js'
import { word } from './fields/names.js'
import { number } from './fields/numbers.js'
import { op } from './op.js'

/**
 * Two actions at once, each in a sandbox of its own making.
 * - `addrform_send`: IPV6_ADDRFORM, while a datagram is sent to a port that is denied.
 * - `reuseport_autobind`: a bind with SO_REUSEPORT, while a datagram is sent that has to be given a port, which is denied.
 * - `add_rule_restrict`: two rules are added, while the ruleset is enforced.
 * - `tsync_tsync`: both enforce for all threads, and every other time one of them gets a signal.
 */
export const races = ['addrform_send', 'reuseport_autobind', 'add_rule_restrict', 'tsync_tsync'] as const
export type RaceName = (typeof races)[number]

const words: Readonly<Record<RaceName, string>> = {
  addrform_send: 'sends to a port that is denied while IPV6_ADDRFORM turns the socket',
  reuseport_autobind: 'binds with SO_REUSEPORT while a datagram needs a port',
  add_rule_restrict: 'adds rules while a thread enforces the ruleset',
  tsync_tsync: 'enforces for all threads while another thread does',
}

const calls: Readonly<Record<RaceName, readonly string[]>> = {
  addrform_send: ['socket', 'bind', 'connect', 'setsockopt'],
  reuseport_autobind: ['socket', 'bind', 'setsockopt'],
  add_rule_restrict: ['socket'],
  tsync_tsync: [],
}

const needed = {
  addrform_send: netRights.connect_send_udp,
  reuseport_autobind: netRights.connect_send_udp,
  add_rule_restrict: netRights.bind_tcp,
  tsync_tsync: restrictSelfFlags.tsync,
} as const

/** Two threads act at once, again and again; observes how many tries went by before one gave what must not be. */
const race = op('race', {
  fields: {
    pair: word(races, { says: pair => words[pair], since: pair => needed[pair] }),
    tries: number('a count of tries', { min: 1, max: 1_000_000, usual: [10, 200] }),
  },
  call: 'race({pair}, {tries} tries)',
  says: '{pair}, {tries} times',
  c: 'race_{pair}({tries})',
  reading: 'value',
  calls: ({ pair }) => calls[pair],
  cost: 200,
})

/** The ops of this family. */
export const ops = [race] as const
