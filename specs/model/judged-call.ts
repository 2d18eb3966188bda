import type { UseCall } from '../designs/socket-fd/model.js'
import type { HookVerdict } from './hook.js'
import type { Layer, Socket, SocketKey } from './state.js'

/** A call on a socket as Landlock sees it, by a process in these layers: making one, or using one. */
export type JudgedCall =
  | { readonly call: 'socket'; readonly layers: readonly Layer[]; readonly key: SocketKey }
  | { readonly call: UseCall; readonly layers: readonly Layer[]; readonly socket: Socket }

/** What somebody's specs say to a call before the port rights and the stack are asked; null leaves it to them. */
export type CallJudge = (judged: JudgedCall) => HookVerdict
