import { ToolError } from '../../shared/error.js'
import type { NotTaken } from '../build/config.js'

/** Without these no guest comes to its first process, or nothing of it comes to us, or there is nothing to judge. */
const needed: ReadonlySet<string> = new Set(
  [
    'BINFMT_ELF',
    'BLK_DEV_INITRD',
    'DEVTMPFS',
    'FUTEX',
    'INET',
    'MULTIUSER',
    'NET',
    'PCI',
    'PCI_HOST_GENERIC',
    'PRINTK',
    'PROC_FS',
    'PROC_SYSCTL',
    'RD_GZIP',
    'S390_GUEST',
    'SCLP_VT220_CONSOLE',
    'SCLP_VT220_TTY',
    'SECURITY',
    'SECURITY_LANDLOCK',
    'SECURITY_NETWORK',
    'SERIAL_8250',
    'SERIAL_8250_CONSOLE',
    'SERIAL_AMBA_PL011',
    'SERIAL_AMBA_PL011_CONSOLE',
    'SYSCTL',
    'TTY',
    'UNIX',
    'VIRTIO_CONSOLE',
    'VIRTIO_PCI',
  ].map(name => `CONFIG_${name}`),
)

/** What programs lack without an option, as far as programs do. */
const without: Readonly<Record<string, string>> = {
  CONFIG_AF_UNIX_OOB: 'urgent data on UNIX sockets',
  CONFIG_AUDIT: 'audit records',
  CONFIG_AUDITSYSCALL: 'audit records',
  CONFIG_COMPAT: '32-bit calls',
  CONFIG_CRYPTO_USER_API_HASH: 'AF_ALG sockets',
  CONFIG_EPOLL: 'epoll',
  CONFIG_IA32_EMULATION: '32-bit calls',
  CONFIG_IO_URING: 'calls by io_uring',
  CONFIG_IPV6: 'IPv6',
  CONFIG_IP_SCTP: 'SCTP sockets',
  CONFIG_MPTCP: 'MPTCP sockets',
  CONFIG_MPTCP_IPV6: 'MPTCP sockets of IPv6',
  CONFIG_NET_NS: 'network namespaces',
  CONFIG_PACKET: 'packet sockets',
  CONFIG_SECCOMP: 'seccomp filters',
  CONFIG_SECCOMP_FILTER: 'seccomp filters',
  CONFIG_USER_NS: 'user namespaces',
  CONFIG_VSOCKETS: 'vsock sockets',
  CONFIG_VSOCKETS_LOOPBACK: 'vsock sockets',
}

/**
 * What programs cannot be run on a kernel that did not take these options, in words. Error: E_CONFIG for one that cannot run at all.
 */
export function lacksOf(kernel: string, wrong: readonly NotTaken[]): readonly string[] {
  const fatal = wrong.filter(({ option }) => needed.has(option))
  if (fatal.length > 0)
    throw new ToolError(
      'E_CONFIG',
      `${kernel} cannot be run: its configuration lacks ${fatal.map(({ option }) => option).join(', ')}. Set them, or leave the configuration to us.`,
    )
  const missing = new Map<string, string[]>()
  for (const { option } of wrong) {
    const what = without[option]
    if (what !== undefined) missing.set(what, [...(missing.get(what) ?? []), option])
  }
  return [...missing].map(
    ([what, options]) => `it is built without ${options.join(', ')}, so programs with ${what} are not run`,
  )
}
