/** What tells that C needs a header. */
const headers: readonly (readonly [header: string, sign: RegExp])[] = [
  ['arpa/inet.h', /\binet_pton\(|\b[hn]to[hn][sl]\(/],
  ['dirent.h', /\bopendir\(/],
  ['errno.h', /\berrno\b|-E[A-Z]/],
  ['fcntl.h', /\bfcntl\(|\bopen\(|\bO_[A-Z]/],
  ['linux/audit.h', /\bAUDIT_[A-Z]/],
  ['linux/capability.h', /\b_LINUX_CAPABILITY|\bCAP_[A-Z]/],
  ['linux/filter.h', /\bstruct sock_f/],
  ['linux/futex.h', /\bFUTEX_/],
  // Before io_uring.h, which is without it where a kernel tree has a linux/types.h of its own.
  ['linux/stddef.h', /\bio_uring_/],
  ['linux/io_uring.h', /\bio_uring_|\bIORING_/],
  ['linux/netlink.h', /\bNETLINK_|\bstruct nlmsg/],
  ['linux/seccomp.h', /\bSECCOMP_/],
  ['net/if.h', /\bstruct ifreq\b/],
  ['netinet/in.h', /\bsockaddr_in6?\b|\bIPPROTO_|\bIPV6_/],
  ['netinet/tcp.h', /\bTCP_[A-Z]/],
  ['poll.h', /\bstruct pollfd\b/],
  ['sched.h', /\bunshare\(|\bsetns\(|\bclone\(|\bCLONE_/],
  ['signal.h', /\bkill\(|\bSIG[A-Z]/],
  ['stdarg.h', /\bva_list\b/],
  ['stdalign.h', /\balignas\(/],
  ['stdbool.h', /\bbool\b/],
  ['stddef.h', /\boffsetof\(/],
  ['stdint.h', /\buint\d+_t\b|\bint\d+_t\b/],
  ['stdio.h', /\b[ds]?n?printf\(|\bperror\(|\bfopen\(/],
  ['stdlib.h', /\bexit\(|\batoi\(|\bstrtoull\(|\bmkdtemp\(|\bEXIT_[SF]/],
  ['string.h', /\bmem(cpy|set)\(|\bstr\w+\(/],
  ['sys/ioctl.h', /\bioctl\(/],
  ['sys/mman.h', /\bmmap\(/],
  ['sys/prctl.h', /\bprctl\(/],
  ['sys/socket.h', /\bAF_[A-Z]|\bSOCK_[A-Z]|\bSO_[A-Z]|\bMSG_[A-Z]|\bsocklen_t\b/],
  ['sys/syscall.h', /\bsyscall\(|\bSYS_|\b__NR_/],
  ['sys/time.h', /\bstruct timeval\b/],
  ['sys/un.h', /\bstruct sockaddr_un\b/],
  ['sys/wait.h', /\bwait(pid)?\(|\bWIF/],
  ['time.h', /\bstruct timespec\b/],
  [
    'unistd.h',
    /\bsyscall\(|\bclose\(|\bread\(|\bwrite\(|\bexecv\(|\b_exit\(|\bfork\(|\bgetpid\(|\balarm\(|\busleep\(|\bdup\(|\bgeteuid\(|\bunlinkat\(/,
  ],
]

/** The headers of the C library and of the kernel that C needs, in their order. */
export const includesOf = (code: string): readonly string[] =>
  headers.filter(([, sign]) => sign.test(code)).map(([header]) => header)
