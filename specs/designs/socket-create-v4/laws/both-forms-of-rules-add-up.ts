import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create, enforce } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, ruleFor, socketLayer, v4Layer, v4RuleFor } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const both: readonly Op[] = [
    create(target, 0, { handled_access_socket: ['create'] }),
    ruleFor(0, ['create'], kinds.udp),
    v4RuleFor(0, { ...kinds.tcp, protocol: 'IPPROTO_TCP' }),
    enforce(0),
  ]
  const [byType, byProtocol] = [
    socketLayer(target, 0, ['create'], [kinds.udp]),
    v4Layer(target, 1, [kinds.tcp]),
  ]
  return [
    { ops: [both, open(0, kinds.udp)], ends: 'OK' },
    { ops: [both, open(0, { ...kinds.tcp, protocol: 'IPPROTO_TCP' })], ends: 'OK' },
    { ops: [both, open(0, kinds.mptcp)], ends: 'EACCES' },
    { ops: [both, open(0, kinds.unix)], ends: 'EACCES' },
    { ops: [byType, byProtocol, open(0, kinds.udp)], ends: 'EACCES' },
    { ops: [byType, byProtocol, open(0, kinds.tcp)], ends: 'EACCES' },
    { ops: [byType, v4Layer(target, 1, [kinds.udp]), open(0, kinds.udp)], ends: 'OK' },
  ]
}

/** In one layer, rules by type and rules by protocol both grant; two layers have to agree, whichever form theirs have. */
export const bothFormsOfRulesAddUp: Spec = {
  name: 'both-forms-of-rules-add-up',
  applies: having('socket-create', 'socket-create-v4'),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
