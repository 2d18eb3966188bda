import type { Op } from '../../specs/program.js'

/** Whether a kernel that is built for these tests may have no such sockets. */
export const mayLack = (op: Op): boolean =>
  op.kind === 'socket' &&
  !(
    (op.domain === 'AF_UNIX' ||
      (/^AF_INET6?$/.test(String(op.domain)) && !/^SOCK_SEQPACKET/.test(String(op.type)))) &&
    /^IPPROTO_(IP|TCP|UDP|ICMP|ICMPV6|RAW)$/.test(String(op.protocol))
  )
