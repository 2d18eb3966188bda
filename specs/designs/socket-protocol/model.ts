import type { Layer } from '../../model/state.js'
import { type CreatedKind, judgeKind, type SocketVerdict } from '../judge.js'

/** The calls that the right is about. */
type ProtocolCall = 'socket' | 'bind' | 'listen' | 'accept' | 'connect'

/** Whether a process may do a call with a socket of this kind, however it came to have it. */
export const judgeProtocol = (
  layers: readonly Layer[],
  kind: CreatedKind,
  call: ProtocolCall,
): SocketVerdict => judgeKind(layers, 'protocol', kind, `socket-protocol.${call}`)
