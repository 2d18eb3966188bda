import { namesOf } from '../../../specs/names-of.js'
import { createRulesetFlags, ruleTypes } from '../../../specs/uapi/landlock.js'
import { families, protocols, shutdowns, socketOptions, socketTypes } from '../../../specs/uapi/socket.js'
import { addressIn, isChosen, named, rulesetIn } from './decode.js'
import { capabilitySetsIn, type HeldDescriptor, type WatchedProcess } from './process.js'
import type { WatchedCall } from './record.js'
import { ruleIn } from './rules.js'
import type { Translator, Writing } from './translator.js'

type Translate = (translator: Translator, process: WatchedProcess, call: WatchedCall) => Writing

/** An argument as an int, and as an unsigned number. */
const int = ({ args }: WatchedCall, index: number): number => Number(BigInt.asIntN(32, args[index] ?? 0n))
const uint = ({ args }: WatchedCall, index: number): number => Number(BigInt.asUintN(32, args[index] ?? 0n))

type HeldSocket = Extract<HeldDescriptor, { readonly is: 'socket' }>

const socketAt = ({ descriptors }: WatchedProcess, fd: number): HeldSocket | undefined => {
  const held = descriptors.get(fd)
  return held?.is === 'socket' ? held : undefined
}

/** A call on a socket, by what is to be writing of that one; calls on anything else are none of a program. */
const onSocket =
  (
    say: (socket: HeldSocket, translator: Translator, call: WatchedCall, process: WatchedProcess) => Writing,
  ): Translate =>
  (translator, process, call) => {
    const socket = socketAt(process, int(call, 0))
    return socket === undefined ? 'aside' : say(socket, translator, call, process)
  }

/** Puts what a call made into a new slot, which is also where nothing is put if it made nothing. */
function made({ next }: Translator, process: WatchedProcess, fd: number, domain: number): number {
  const slot = next.socket++
  if (fd >= 0) process.descriptors.set(fd, { is: 'socket', slot, domain })
  return slot
}

const noAddress = { why: 'an address that no program has' } as const

const toAddress = (kind: 'bind' | 'connect'): Translate =>
  onSocket(({ slot, domain }, translator, call) => {
    const address = addressIn({ bytes: call.bytes, length: uint(call, 2), domain }, translator)
    return address === undefined ? noAddress : { kind, fields: { socket: slot, address } }
  })

const flagsOfSend = {
  MSG_OOB: 0x1,
  MSG_DONTWAIT: 0x40,
  MSG_NOSIGNAL: 0x4000,
  MSG_FASTOPEN: 0x20000000,
} as const
const sendsSilently = flagsOfSend.MSG_DONTWAIT | flagsOfSend.MSG_NOSIGNAL

const sendto = onSocket(({ slot, domain }, translator, call) => {
  const [flags, length] = [uint(call, 3), uint(call, 5)]
  if ((flags & ~sendsSilently) === flagsOfSend.MSG_OOB && call.args[4] === 0n)
    return { kind: 'send_oob', fields: { socket: slot } }
  if ((flags & ~(sendsSilently | flagsOfSend.MSG_FASTOPEN)) !== 0) return { why: 'sendto with a flag' }
  const fastopen = (flags & flagsOfSend.MSG_FASTOPEN) === 0 ? {} : { fastopen: true }
  if (call.args[4] === 0n) return { kind: 'sendto', fields: { socket: slot, via: 'send', ...fastopen } }
  const address = addressIn({ bytes: call.bytes, length, domain }, translator)
  return address === undefined
    ? noAddress
    : { kind: 'sendto', fields: { socket: slot, address, ...fastopen } }
})

/** SCM_RIGHTS of one descriptor goes through the mailbox, whichever sockets that is made of. */
function passed({ mailbox }: Translator, process: WatchedProcess, call: WatchedCall): Writing {
  const held = process.descriptors.get(int(call, 1))
  if (held === undefined || held.is === 'aside') return { why: 'sendmsg with control data' }
  mailbox.push(held)
  return held.is === 'socket'
    ? { kind: 'send_fd', fields: { socket: held.slot } }
    : { kind: 'send_ruleset', fields: { ruleset: held.slot } }
}

/** What came first is what was sent first. */
const recvmsg = onSocket(({ slot }, { mailbox, next }, call, process) => {
  const [fd, buffers, control] = [int(call, 1), uint(call, 4), uint(call, 5)]
  if (control === 0) return { kind: 'recvmsg', fields: { socket: slot, buffers } }
  const oldest = mailbox.shift()
  if (fd < 0 || oldest === undefined) return { why: 'recvmsg with control data' }
  const as = next[oldest.is]++
  process.descriptors.set(fd, { ...oldest, slot: as })
  return { kind: oldest.is === 'socket' ? 'receive_fd' : 'receive_ruleset', fields: { as } }
})

const sendmsg = onSocket(({ slot, domain }, translator, call, process) => {
  if (uint(call, 5) !== 0) return passed(translator, process, call)
  const fields = { socket: slot, via: 'sendmsg' }
  if (call.bytes.length === 0) return { kind: 'sendto', fields }
  const address = addressIn({ bytes: call.bytes, length: call.bytes.length, domain }, translator)
  return address === undefined ? noAddress : { kind: 'sendto', fields: { ...fields, address } }
})

/** The port in an address that a call gave. */
const portIn = (bytes: Buffer): number | undefined => (bytes.length < 4 ? undefined : bytes.readUInt16BE(2))

/** Options that change no outcome: how long a call waits, and the family of a socket that is asked for. */
const SO_TYPE = 3
const SOL_SOCKET = 1
const silentOptions = [20, 21, 39, 66, 67]
const levels = { IPPROTO_IP: 0, SOL_SOCKET, IPPROTO_TCP: 6, IPPROTO_UDP: 17, IPPROTO_IPV6: 41 } as const

const setsockopt = onSocket(({ slot }, _translator, call) => {
  const [level, number] = [int(call, 1), int(call, 2)]
  if (level === SOL_SOCKET && silentOptions.includes(number)) return 'aside'
  const option = namesOf(socketOptions).find(
    name => socketOptions[name].value === number && levels[socketOptions[name].level] === level,
  )
  if (option === undefined || call.bytes.length < 4) return { why: `option ${number} of level ${level}` }
  return { kind: 'setsockopt', fields: { socket: slot, option, value: call.bytes.readInt32LE(0) } }
})

/** Either of two names of the same call. */
const accept = onSocket(({ slot, domain }, translator, call, process) => ({
  kind: 'accept',
  fields: { socket: slot, as: made(translator, process, call.result, domain) },
}))

const duplicate = onSocket(({ slot, domain }, translator, call, process) => ({
  kind: 'dup',
  fields: { socket: slot, as: made(translator, process, call.result, domain) },
}))

const rulesetAt = ({ descriptors }: WatchedProcess, fd: number): number | 'none' | 'foreign' | -2 => {
  const held = descriptors.get(fd)
  if (held?.is === 'ruleset') return held.slot
  if (fd < 0) return fd === -2 ? -2 : 'none'
  return 'foreign'
}

const F_SETOWN = 8

/** Whom a socket signals; other commands change no outcome. */
const setOwner = onSocket(({ slot }, { processes }, call) => {
  if (int(call, 1) !== F_SETOWN) return 'aside'
  const owner = processes.get(int(call, 2))
  return owner === undefined
    ? { why: 'an owner of a socket that is no process' }
    : { kind: 'setown', fields: { socket: slot, owner: owner.actor } }
})

const flagged = (flags: number): object => (flags === 0 ? {} : { flags })

const PR_SET_NO_NEW_PRIVS = 38n
const CLONE_NEWNS = 0x20000
const CLONE_NEWNET = 0x40000000

/** How each call is writing in a program; others are none of it. */
export const calls: Readonly<Record<string, Translate>> = {
  socket(translator, process, call) {
    const [domain, type, protocol] = [int(call, 0), int(call, 1), int(call, 2)]
    if (domain === families.AF_NETLINK) return 'aside'
    const fields = {
      domain: named(families, domain),
      type: named(socketTypes, type),
      protocol: named(protocols, protocol),
    }
    return { kind: 'socket', fields: { as: made(translator, process, call.result, domain), ...fields } }
  },
  socketpair(translator, process, call) {
    const [domain, type, protocol] = [int(call, 0), int(call, 1), int(call, 2)]
    if (domain !== families.AF_UNIX || protocol !== 0 || call.bytes.length < 8)
      return { why: 'a pair of sockets that are none of UNIX' }
    const [one, other] = [0, 4].map(place =>
      made(translator, process, call.result < 0 ? -1 : call.bytes.readInt32LE(place), domain),
    )
    return { kind: 'pair', fields: { as: one, other, type: named(socketTypes, type) } }
  },
  bind: toAddress('bind'),
  connect: toAddress('connect'),
  listen: onSocket(({ slot }, _translator, call) => ({
    kind: 'listen',
    fields: { socket: slot, backlog: int(call, 1) },
  })),
  accept,
  accept4: accept,
  sendto,
  sendmsg,
  write: onSocket(({ slot }) => ({ kind: 'sendto', fields: { socket: slot, via: 'send' } })),
  read: onSocket(({ slot }) => ({ kind: 'recv', fields: { socket: slot } })),
  recvfrom: onSocket(({ slot }) => ({ kind: 'recv', fields: { socket: slot } })),
  recvmsg,
  sendmmsg: onSocket(() => ({ why: 'sendmmsg' })),
  recvmmsg: onSocket(() => ({ why: 'recvmmsg' })),
  shutdown: onSocket(({ slot }, _translator, call) => ({
    kind: 'shutdown',
    fields: { socket: slot, how: named(shutdowns, int(call, 1)) },
  })),
  getsockname: onSocket(({ slot, domain }, { ports, ownPorts }, { bytes }) => {
    const port = domain === families.AF_UNIX ? undefined : portIn(bytes)
    if (port !== undefined && isChosen(port) && !ports.has(port) && !ownPorts.has(port)) ports.set(port, slot)
    return {
      ...{ kind: 'getsockname', fields: { socket: slot } },
      ...(port === undefined ? {} : { observed: `=${port}` as const }),
    }
  }),
  getpeername: onSocket(({ slot }) => ({ kind: 'getpeername', fields: { socket: slot } })),
  setsockopt,
  getsockopt: onSocket(({ slot }, _translator, call) => {
    if (int(call, 1) !== SOL_SOCKET || int(call, 2) !== SO_TYPE) return 'aside'
    return {
      kind: 'getsockopt',
      fields: { socket: slot },
      observed: `=${call.bytes.length < 4 ? '' : call.bytes.readInt32LE(0)}`,
    }
  }),
  close(_translator, process, call) {
    const fd = int(call, 0)
    const socket = socketAt(process, fd)
    if (call.result === 0) process.descriptors.delete(fd)
    return socket === undefined ? 'aside' : { kind: 'close', fields: { socket: socket.slot } }
  },
  fcntl: setOwner,
  dup: duplicate,
  dup2: duplicate,
  dup3: duplicate,
  kill({ processes }, _process, call) {
    const target = processes.get(int(call, 0))
    if (target === undefined) return { why: 'a signal to nobody who is known' }
    return { kind: 'kill', fields: { target: target.actor } }
  },
  /** The first thread of a process is that of its number, and one that has the same domain is like it. */
  tgkill({ processes, threads }, _process, call) {
    const [pid, tid] = [int(call, 0), int(call, 1)]
    const [target, thread] = [processes.get(pid), threads.get(tid)]
    if (target === undefined || (pid !== tid && thread === undefined)) return { why: 'a signal to a thread' }
    return {
      kind: 'kill',
      fields: { target: target.actor, via: thread?.isEarly === true ? 'tgkill_early' : 'tgkill' },
    }
  },
  pidfd_send_signal: () => ({ why: 'a signal by a descriptor' }),
  ptrace: () => ({ why: 'ptrace' }),
  setns: () => ({ why: 'setns' }),
  prctl: (_translator, _process, { args }) =>
    args[0] === PR_SET_NO_NEW_PRIVS ? { kind: 'no_new_privs' } : 'aside',
  capset(_translator, process, { result, bytes }) {
    if (result === 0) process.caps = capabilitySetsIn(bytes)
    return 'aside'
  },
  /** In a network of its own a test finds what a program finds in that of its run: nobody else. Mounts are none of a program. */
  unshare(_translator, { descriptors }, call) {
    const flags = uint(call, 0) & ~CLONE_NEWNS
    const isFirst = [...descriptors.values()].every(({ is }) => is !== 'socket')
    return flags === 0 || (flags === CLONE_NEWNET && isFirst) ? 'aside' : { why: 'unshare' }
  },
  landlock_create_ruleset(translator, process, call) {
    const [size, flags] = [Number(call.args[1] ?? 0n), uint(call, 2)]
    if (flags === 1 << createRulesetFlags.version.bit && call.args[0] === 0n && size === 0)
      return { kind: 'query', fields: { what: 'abi' }, observed: `=${call.result}` }
    if (flags === 1 << createRulesetFlags.errata.bit && call.args[0] === 0n && size === 0)
      return { kind: 'query', fields: { what: 'errata' }, observed: `=${call.result}` }
    const attr = call.args[0] === 0n ? null : rulesetIn(call.bytes)
    if (attr === undefined) return { why: 'an attribute with bytes that nobody knows' }
    const slot = translator.next.ruleset++
    if (call.result >= 0) process.descriptors.set(call.result, { is: 'ruleset', slot })
    return { kind: 'create_ruleset', fields: { as: slot, attr, size, ...flagged(flags) } }
  },
  landlock_add_rule(translator, process, call) {
    const type = named(
      { net_port: ruleTypes.net_port.value, path_beneath: ruleTypes.path_beneath.value },
      int(call, 1),
    )
    const attr = call.args[2] === 0n ? null : ruleIn(type, translator, process, call)
    if (attr === undefined) return { why: 'an attribute that is not there' }
    const fields = { ruleset: rulesetAt(process, int(call, 0)), type, attr }
    return { kind: 'add_rule', fields: { ...fields, ...flagged(uint(call, 3)) } }
  },
  landlock_restrict_self(_translator, process, call) {
    process.isRestricted ||= call.result === 0
    return {
      kind: 'restrict_self',
      fields: { ruleset: rulesetAt(process, int(call, 0)), ...flagged(uint(call, 1)) },
    }
  },
}
