import type { Address, Op } from '../program.js'
import type { GridKind } from './kinds.js'

/** A call on the socket in slot 0. */
type GridCall = { readonly name: string; readonly op: (kind: GridKind) => Op }

const on = (kind: 'listen' | 'recv' | 'getsockname' | 'getpeername' | 'getsockopt' | 'close'): GridCall => ({
  name: kind,
  op: () => ({ kind, socket: 0 }),
})

type Addressed = 'bind' | 'connect' | 'sendto'

const to = (
  kind: Addressed,
  name: string,
  address: (kind: GridKind) => Address,
  rest: { readonly fastopen?: true } = {},
): GridCall => ({
  name: `${kind} ${name}`,
  op: of => ({ kind, socket: 0, address: address(of), ...rest }),
})

const shut = (how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR'): GridCall => ({
  name: `shutdown ${how}`,
  op: () => ({ kind: 'shutdown', socket: 0, how }),
})

/** What is called in each state. */
export const gridCalls: readonly GridCall[] = [
  to('bind', 'to an address', kind => kind.address('own')),
  to('bind', 'to an address in use', kind => kind.address('server')),
  to('bind', 'to AF_UNSPEC', kind => kind.unspec),
  to('bind', 'to an address of another family', kind => kind.foreign),
  to('connect', 'to somebody', kind => kind.address('server')),
  to('connect', 'to nobody', kind => kind.address('nobody')),
  to('connect', 'to AF_UNSPEC', kind => kind.unspec),
  to('connect', 'to an address of another family', kind => kind.foreign),
  on('listen'),
  { name: 'accept', op: () => ({ kind: 'accept', socket: 0, as: 3 }) },
  { name: 'send', op: () => ({ kind: 'sendto', socket: 0 }) },
  to('sendto', 'somebody', kind => kind.address('server')),
  to('sendto', 'nobody', kind => kind.address('nobody')),
  to('sendto', 'AF_UNSPEC', kind => kind.unspec),
  to('sendto', 'an address of another family', kind => kind.foreign),
  to('sendto', 'somebody with MSG_FASTOPEN', kind => kind.address('server'), { fastopen: true }),
  on('recv'),
  shut('SHUT_RD'),
  shut('SHUT_WR'),
  shut('SHUT_RDWR'),
  { name: 'setsockopt', op: () => ({ kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }) },
  on('getsockname'),
  on('getpeername'),
  on('getsockopt'),
  { name: 'dup', op: () => ({ kind: 'dup', socket: 0, as: 3 }) },
  on('close'),
]
