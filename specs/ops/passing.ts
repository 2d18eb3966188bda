import { actor, made, slot, slotOf } from './fields/slots.js'
import { op } from './op.js'

/** Sends a descriptor to the program's own mailbox by SCM_RIGHTS; its sender keeps it. */
const sendFd = op('send_fd', {
  fields: { socket: slot() },
  call: 'sendmsg(mailbox, SCM_RIGHTS of socket {socket})',
  says: 'sends socket {socket} to the mailbox',
  c: 'send_descriptor({socket})',
  needs: ['mailbox'],
})

/** Takes the oldest descriptor out of the mailbox; an empty one answers EAGAIN, a message that lost its descriptor `=dropped`. */
const receiveFd = op('receive_fd', {
  fields: { as: made() },
  call: 'socket {as} = recvmsg(mailbox, SCM_RIGHTS)',
  says: 'receives socket {as} out of the mailbox',
  c: 'receive_descriptor()',
  needs: ['mailbox'],
  cost: 3,
})

/** pidfd_getfd(2) of the descriptor that another actor has in a slot. */
const takeFd = op('take_fd', {
  fields: { from: actor(), socket: slotOf('from'), as: made() },
  call: 'socket {as} = pidfd_getfd(actor {from}, socket {socket})',
  says: 'takes socket {socket} of actor {from} as socket {as}',
  c: 'take_descriptor({from}, {socket})',
  needs: ['turns'],
})

/** pidfd_getfd(2) of a descriptor of another actor that is no socket; what it gives is closed again. */
const takeFile = op('take_file', {
  fields: { from: actor() },
  call: 'pidfd_getfd(actor {from}, /dev/null)',
  says: 'takes a descriptor of /dev/null from actor {from}',
  c: 'take_file({from})',
  needs: ['turns'],
})

/** The ops of this family. */
export const ops = [sendFd, receiveFd, takeFd, takeFile] as const
