import { addedCalls } from '../added/calls.js'
import type { Branch } from '../model/branch.js'
import { type HookVerdict, refuse } from '../model/hook.js'
import type { JudgedCall } from '../model/judged-call.js'
import type { Process, Socket, SocketKey, State } from '../model/state.js'
import type { Target } from '../target.js'
import { deny, kindOf } from './judge.js'
import { hookKey, judgeCreation } from './socket-create/model.js'
import { judgeUse, type UseCall } from './socket-fd/model.js'
import { judgeProtocol } from './socket-protocol/model.js'

const judged = ['bind', 'listen', 'accept', 'connect'] as const

/** Whether the right to a protocol is asked for at a call. */
export const hasProtocol = (call: string): call is (typeof judged)[number] => judged.some(one => one === call)

/** What those say whom a folder adds: the first one who says something. */
const judgeAdded = (judged: JudgedCall): HookVerdict => {
  for (const judge of addedCalls) {
    const verdict = judge(judged)
    if (verdict !== null) return verdict
  }
  return null
}

const answerOf = (state: State, verdict: HookVerdict): readonly Branch[] | null =>
  verdict === null ? null : refuse(state, verdict)

/** What the designs say to a new socket, before its family is asked; null leaves it to the family. */
export const creationDenied = (
  target: Target,
  state: State,
  { layers }: Process,
  wanted: SocketKey,
): readonly Branch[] | null => {
  const key = hookKey(wanted)
  const verdict = judgeCreation(target, layers, key) ?? judgeProtocol(layers, key, 'socket')
  if (verdict !== null) return deny(state, verdict)
  return answerOf(state, judgeAdded({ call: 'socket', layers, key }))
}

/**
 * What the designs say to a call on a socket, before the port rights and the stack are asked; null leaves it to them.
 * Order: what it is, then where it comes from, then what a folder adds.
 */
export const callDenied = (
  state: State,
  { layers }: Process,
  socket: Socket,
  call: UseCall,
): readonly Branch[] | null => {
  const verdict =
    (hasProtocol(call) ? judgeProtocol(layers, kindOf(socket), call) : null) ?? judgeUse(layers, socket, call)
  if (verdict !== null) return deny(state, verdict)
  return answerOf(state, judgeAdded({ call, layers, socket }))
}
