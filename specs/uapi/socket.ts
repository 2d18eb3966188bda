/** Address families, numbered as in linux/socket.h. */
export const families = {
  AF_UNSPEC: 0,
  AF_UNIX: 1,
  AF_INET: 2,
  AF_AX25: 3,
  AF_IPX: 4,
  AF_APPLETALK: 5,
  AF_NETROM: 6,
  AF_BRIDGE: 7,
  AF_ATMPVC: 8,
  AF_X25: 9,
  AF_INET6: 10,
  AF_ROSE: 11,
  AF_DECnet: 12,
  AF_NETBEUI: 13,
  AF_SECURITY: 14,
  AF_KEY: 15,
  AF_NETLINK: 16,
  AF_PACKET: 17,
  AF_ASH: 18,
  AF_ECONET: 19,
  AF_ATMSVC: 20,
  AF_RDS: 21,
  AF_SNA: 22,
  AF_IRDA: 23,
  AF_PPPOX: 24,
  AF_WANPIPE: 25,
  AF_LLC: 26,
  AF_IB: 27,
  AF_MPLS: 28,
  AF_CAN: 29,
  AF_TIPC: 30,
  AF_BLUETOOTH: 31,
  AF_IUCV: 32,
  AF_RXRPC: 33,
  AF_ISDN: 34,
  AF_PHONET: 35,
  AF_IEEE802154: 36,
  AF_CAIF: 37,
  AF_ALG: 38,
  AF_NFC: 39,
  AF_VSOCK: 40,
  AF_KCM: 41,
  AF_QIPCRTR: 42,
  AF_SMC: 43,
  AF_XDP: 44,
  AF_MCTP: 45,
} as const

/** Socket types, numbered as in linux/net.h. */
export const socketTypes = {
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_RDM: 4,
  SOCK_SEQPACKET: 5,
  SOCK_DCCP: 6,
  SOCK_PACKET: 10,
} as const

/** Flags beside the type of socket(2), as in linux/net.h and asm-generic/fcntl.h. */
export const creationFlags = { SOCK_CLOEXEC: 0o2000000, SOCK_NONBLOCK: 0o4000 } as const

/** Protocols, numbered as in linux/in.h; IPPROTO_IP is each type's default. */
export const protocols = {
  IPPROTO_IP: 0,
  IPPROTO_ICMP: 1,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_ICMPV6: 58,
  IPPROTO_SCTP: 132,
  IPPROTO_UDPLITE: 136,
  IPPROTO_RAW: 255,
  IPPROTO_SMC: 256,
  IPPROTO_MPTCP: 262,
} as const

/** Options of setsockopt(2) by level and number, as in linux/in.h, linux/in6.h, asm-generic/socket.h, linux/tcp.h and linux/udp.h. */
export const socketOptions = {
  IP_BIND_ADDRESS_NO_PORT: { level: 'IPPROTO_IP', value: 24 },
  IP_LOCAL_PORT_RANGE: { level: 'IPPROTO_IP', value: 51 },
  IPV6_ADDRFORM: { level: 'IPPROTO_IPV6', value: 1 },
  IPV6_V6ONLY: { level: 'IPPROTO_IPV6', value: 26 },
  SO_REUSEADDR: { level: 'SOL_SOCKET', value: 2 },
  SO_REUSEPORT: { level: 'SOL_SOCKET', value: 15 },
  SO_ZEROCOPY: { level: 'SOL_SOCKET', value: 60 },
  TCP_FASTOPEN: { level: 'IPPROTO_TCP', value: 23 },
  TCP_FASTOPEN_CONNECT: { level: 'IPPROTO_TCP', value: 30 },
  TCP_REPAIR: { level: 'IPPROTO_TCP', value: 19 },
  UDP_CORK: { level: 'IPPROTO_UDP', value: 1 },
} as const

/** VMADDR_CID_LOCAL of linux/vm_sockets.h: this machine, where the loopback transport is. */
export const vsockLocal = 1

/** VMADDR_CID_ANY and VMADDR_PORT_ANY of the same. */
export const vsockAny = 2 ** 32 - 1

/** Flags of sends, as in linux/socket.h. */
export const sendFlags = { MSG_PROBE: 0x10, MSG_MORE: 0x8000, MSG_ZEROCOPY: 0x4000000 } as const

/** What shutdown(2) ends, numbered as in linux/net.h. */
export const shutdowns = { SHUT_RD: 0, SHUT_WR: 1, SHUT_RDWR: 2 } as const

/** Capabilities, numbered as in linux/capability.h. */
export const capabilities = {
  CAP_NET_BIND_SERVICE: 10,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
} as const

export type Family = keyof typeof families
export type SocketType = keyof typeof socketTypes
export type Protocol = keyof typeof protocols

/** Sizes of address layouts in bytes: RFC 2133 had no scope id, and 24 bytes are still taken (net/ipv6.h: SIN6_LEN_RFC2133). */
export const sockaddrSizes = {
  sa_family: 2,
  sockaddr_in: 16,
  sockaddr_in6: 28,
  rfc2133: 24,
  sockaddr_vm: 16,
} as const
