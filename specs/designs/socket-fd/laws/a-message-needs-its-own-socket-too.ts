import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create, enforce, tcp } from '../../../arbitrary/ops.js'
import { receiveFd, receiveRuleset, sendFd, sendRuleset } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, ruleFor, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = socketLayer(target, 0, ['use'])
  const allowing = socketLayer(target, 0, ['use'], [kinds.seqpacket])
  const ruleset = create(target, 1, { handled_access_socket: ['use'] })
  const all: readonly Op[] = [
    create(target, 0, { handled_access_socket: ['use', 'receive', 'send'] }),
    ruleFor(0, ['use'], kinds.seqpacket),
    ruleFor(0, ['receive', 'send'], kinds.tcp),
    enforce(0),
  ]
  return [
    { ops: [tcp(0), nothing, sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, sendFd(0)], ends: 'EACCES' },
    { ops: [tcp(0), sendFd(0), nothing, receiveFd(1)], ends: 'EACCES' },
    { ops: [nothing, receiveFd(1)], ends: 'EACCES' },
    { ops: [tcp(0), allowing, sendFd(0)], ends: 'OK' },
    { ops: [tcp(0), sendFd(0), allowing, receiveFd(1)], ends: 'OK' },
    { ops: [allowing, sendFd(0)], ends: 'EBADF' },
    { ops: [ruleset, nothing, sendRuleset(1)], ends: 'EACCES' },
    { ops: [nothing, sendRuleset(1)], ends: 'EACCES' },
    { ops: [ruleset, sendRuleset(1), nothing, receiveRuleset(2)], ends: 'EACCES' },
    { ops: [nothing, receiveRuleset(2)], ends: 'EACCES' },
    { ops: [ruleset, allowing, sendRuleset(1), receiveRuleset(2)], ends: 'OK' },
    { ops: [tcp(0), all, sendFd(0)], ends: 'OK' },
    { ops: [tcp(0), all, sendFd(0), receiveFd(1)], ends: 'OK' },
  ]
}

/** The socket through which descriptors go is in use as well: one from outside needs the right, before the descriptor is looked at. */
export const aMessageNeedsItsOwnSocketToo: Spec = {
  name: 'a-message-needs-its-own-socket-too',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'send_fd', 'receive_fd', 'send_ruleset', 'receive_ruleset'),
}
