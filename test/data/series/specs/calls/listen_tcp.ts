import { judgePort } from '../added/judge-port.js'
import { portField } from '../model/audit.js'
import type { CallJudge } from '../model/judged-call.js'
import { netBit } from '../model/rights.js'

/** listen(2) on a TCP socket, on the port that it is bound to; to rules it is port 0 if the kernel is to choose one. */
export const judge: CallJudge = judged => {
  if (judged.call !== 'listen' || judged.socket.transport !== 'tcp') return null
  const port = judged.socket.local?.port ?? 0
  return judgePort(judged.layers, {
    access: netBit('listen_tcp'),
    port,
    clause: 'listen.denied',
    about: portField('src', port),
  })
}
