import type { Feature } from '../target.js'
import { address, inetAddress } from './fields/address.js'
import { slot } from './fields/slots.js'
import { op, routedOp } from './op.js'
import type { Address } from './values.js'

/** The context of one's own machine (VMADDR_CID_LOCAL). */
const loopback = 1

const named = <K extends string>(kind: K, verb: string) => ({
  fields: { socket: slot(), address: address() },
  call: `${kind}(socket {socket}, {address})`,
  says: `${verb} socket {socket} to {address}`,
  c: `${kind}_address({socket}, {address})`,
  lacks: ({ address }: { readonly address: Address }): readonly Feature[] =>
    'cid' in address && address.cid === loopback ? ['vsock_loopback'] : [],
})

const bind = routedOp('bind', { ...named('bind', 'binds'), ring: 'io_uring_bind' })

const connect = routedOp('connect', named('connect', 'connects'))

/** With one address: an option of an SCTP socket that binds it, or connects it. */
const byOption = <K extends string>(kind: K, verb: string) =>
  op(kind, {
    fields: { socket: slot(), address: inetAddress() },
    call: `${kind}(socket {socket}, {address})`,
    says: `${verb} socket {socket} to {address}, by an option of SCTP`,
    c: `${kind}_address({socket}, {address})`,
  })

/** sctp_bindx(3). */
const bindx = byOption('bindx', 'binds')

/** sctp_connectx(3). */
const connectx = byOption('connectx', 'connects')

/** The ops of this family. */
export const ops = [bind, connect, bindx, connectx] as const
