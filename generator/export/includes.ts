/** Headers, and what of them stands in C that needs them. */
const headers: Readonly<Record<string, RegExp>> = {
  'arpa/inet.h': /\binet_pton\b|\bhtons\b|\bntohs\b/,
  'errno.h': /\berrno\b|-E[A-Z]+\b/,
  'fcntl.h': /\bopen\(|\bfcntl\(|\bO_\w+/,
  'linux/landlock.h': /landlock/,
  'net/if.h': /\bifreq\b/,
  'netinet/in.h': /\bsockaddr_in6?\b|\bIP(V6)?_\w+|\bIPPROTO_/,
  'netinet/tcp.h': /\bTCP_\w+/,
  'netinet/udp.h': /\bUDP_\w+/,
  'poll.h': /\bpollfd\b/,
  'sched.h': /\bunshare\b/,
  'stdbool.h': /\bbool\b/,
  'stddef.h': /\boffsetof\b|\bsize_t\b/,
  'stdint.h': /\bSIZE_MAX\b/,
  'stdio.h': /\bsnprintf\b/,
  'string.h': /\bmem(cpy|cmp|set)\b|\bstrchr\b|\bstrerror\b/,
  'sys/ioctl.h': /\bioctl\b/,
  // That of some trees does not include what its common.h needs.
  'sys/prctl.h': /./,
  'sys/socket.h': /\bsocket\b/,
  'sys/syscall.h': /\bsyscall\b/,
  'sys/time.h': /\btimeval\b/,
  'sys/un.h': /\bsockaddr_un\b/,
  'unistd.h': /\bclose\(|\bsyscall\b|\bwrite\(/,
}

/** The headers that some C needs, in order. */
export const includesFor = (text: string): readonly string[] =>
  Object.entries(headers).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []))
