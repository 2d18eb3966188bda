import { namesOf } from '../../specs/names-of.js'
import { ToolError } from './error.js'

/** How a guest of an architecture is emulated, in options of QEMU. */
type Emulation = {
  readonly program: string
  /** The Debian package that brings it. */
  readonly package: string
  readonly machine: readonly string[]
  readonly cpus: { readonly kvm: string; readonly tcg: string }
  /** What shows the console, whose character device is called so. */
  readonly console: readonly string[]
  /** The device that has the ports of virtio. */
  readonly ports: string
  /** What its kernel is told of the machine. */
  readonly options: { readonly first: readonly string[]; readonly last: readonly string[] }
}

/** What another machine compiles for it with, the options that it always has, and the Debian packages that bring compiler and C library. */
type CrossCompiler = {
  readonly command: string
  readonly options?: readonly string[]
  readonly packages: readonly [string, string]
}

/** All that depends on the architecture of a kernel. */
export type Arch = {
  readonly name: ArchName
  /** What Debian calls its kernels for virtual machines, behind the version. */
  readonly flavour: string
  /** e_machine of elf(5). */
  readonly machine: number
  /** How wide its addresses are. */
  readonly bits: 32 | 64
  /** The architecture of 32 bits whose programs its kernels run, too. */
  readonly narrow?: string
  /** Its name in the build of a kernel, as `ARCH`. */
  readonly kbuild: string
  /** Its name in Node. */
  readonly node: string
  /** What stands in an image of its kernels, where, and how such an image is called in a tree. */
  readonly image: {
    readonly magic: string
    readonly at: number
    readonly path: string
    /** A byte, and which of its bits tell of this architecture what, where others have the same magic. */
    readonly flags?: { readonly at: number; readonly mask: number; readonly are: number }
  }
  /** What the modules that a guest loads need, and do not say so. */
  readonly modules: readonly string[]
  readonly emulation: Emulation
  readonly cross: CrossCompiler
}

/** SCTP asks for it by another name than that of the module. */
const checksum = ['crc32c_generic']

const serial = ['-serial', 'chardev:console']

/** Of the C library, where the numbers of files may have 64 bits and the words have 32. */
const largeFiles = ['-D_FILE_OFFSET_BITS=64']

const x86Header = 'HdrS'
const xlfKernel64 = 1

/** Documentation/arch/x86/boot.rst: header and xloadflags. */
const x86Image = (are: number) => ({
  ...{ magic: x86Header, at: 0x202, path: 'arch/x86/boot/bzImage' },
  flags: { at: 0x236, mask: xlfKernel64, are },
})

/** QEMU's usual machine of x86, of either width. */
const x86Machine = {
  ...{ machine: [], console: serial, ports: 'virtio-serial-pci' },
  options: { first: ['console=ttyS0'], last: ['no_timer_check', 'tsc=reliable'] },
}

/** By the names that Debian gives them. */
const table = {
  amd64: {
    flavour: 'cloud-amd64',
    machine: 62,
    bits: 64,
    narrow: 'i386',
    kbuild: 'x86_64',
    node: 'x64',
    image: x86Image(xlfKernel64),
    modules: [],
    emulation: {
      program: 'qemu-system-x86_64',
      package: 'qemu-system-x86',
      /**
       * TCG takes a step for each byte that `rep movsb` and `rep stosb` move; without these features the kernel moves words. With five
       * levels of page tables (la57) an interrupt early at boot may look to KASAN like a wild access, and nothing here needs so much memory.
       */
      cpus: { kvm: 'max,-la57', tcg: 'max,-erms,-fsrm,-la57' },
      ...x86Machine,
    },
    cross: { command: 'x86_64-linux-gnu-gcc', packages: ['gcc-x86-64-linux-gnu', 'libc6-dev-amd64-cross'] },
  },
  arm64: {
    flavour: 'cloud-arm64',
    machine: 183,
    bits: 64,
    narrow: 'armhf',
    kbuild: 'arm64',
    node: 'arm64',
    /** Documentation/arch/arm64/booting.rst: magic. */
    image: { magic: 'ARM\x64', at: 0x38, path: 'arch/arm64/boot/Image' },
    modules: [],
    emulation: {
      program: 'qemu-system-aarch64',
      package: 'qemu-system-arm',
      machine: ['-M', 'virt,gic-version=max'],
      /** To emulate pointer authentication, which `max` has, takes half as long again. */
      cpus: { kvm: 'host', tcg: 'neoverse-n1' },
      console: serial,
      ports: 'virtio-serial-pci',
      options: { first: ['console=ttyAMA0'], last: [] },
    },
    cross: { command: 'aarch64-linux-gnu-gcc', packages: ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'] },
  },
  armhf: {
    flavour: 'armmp-lpae',
    machine: 40,
    bits: 32,
    kbuild: 'arm',
    node: 'arm',
    /** arch/arm/boot/compressed/head.S: _magic_sig. */
    image: { magic: '\x18\x28\x6f\x01', at: 0x24, path: 'arch/arm/boot/zImage' },
    modules: checksum,
    emulation: {
      program: 'qemu-system-arm',
      package: 'qemu-system-arm',
      machine: ['-M', 'virt'],
      cpus: { kvm: 'host', tcg: 'cortex-a15' },
      console: serial,
      ports: 'virtio-serial-pci',
      options: { first: ['console=ttyAMA0'], last: [] },
    },
    cross: {
      command: 'arm-linux-gnueabihf-gcc',
      /** In Thumb the register of a system call's number holds the frame. */
      options: [...largeFiles, '-marm'],
      packages: ['gcc-arm-linux-gnueabihf', 'libc6-dev-armhf-cross'],
    },
  },
  i386: {
    flavour: '686-pae',
    machine: 3,
    bits: 32,
    kbuild: 'i386',
    node: 'ia32',
    image: x86Image(0),
    modules: [],
    emulation: {
      program: 'qemu-system-i386',
      package: 'qemu-system-x86',
      cpus: { kvm: 'max', tcg: 'max,-erms,-fsrm' },
      ...x86Machine,
    },
    cross: {
      command: 'i686-linux-gnu-gcc',
      options: largeFiles,
      packages: ['gcc-i686-linux-gnu', 'libc6-dev-i386-cross'],
    },
  },
  s390x: {
    flavour: 's390x',
    machine: 22,
    bits: 64,
    kbuild: 's390',
    node: 's390x',
    /** arch/s390/boot/head.S */
    image: { magic: 'S390EP', at: 0x10008, path: 'arch/s390/boot/bzImage' },
    modules: checksum,
    emulation: {
      program: 'qemu-system-s390x',
      package: 'qemu-system-misc',
      machine: ['-M', 's390-ccw-virtio'],
      /** QEMU 7.2 computes VCKSM wrongly, so that a connect(2) to a closed port of the loopback device hangs. */
      cpus: { kvm: 'host', tcg: 'max,vx=off' },
      console: ['-device', 'sclpconsole,chardev=console'],
      ports: 'virtio-serial-ccw',
      options: { first: [], last: [] },
    },
    cross: { command: 's390x-linux-gnu-gcc', packages: ['gcc-s390x-linux-gnu', 'libc6-dev-s390x-cross'] },
  },
  riscv64: {
    flavour: 'riscv64',
    machine: 243,
    bits: 64,
    kbuild: 'riscv',
    node: 'riscv64',
    /** Documentation/arch/riscv/boot-image-header.rst: magic2. */
    image: { magic: 'RSC\x05', at: 0x38, path: 'arch/riscv/boot/Image' },
    modules: checksum,
    emulation: {
      program: 'qemu-system-riscv64',
      package: 'qemu-system-misc',
      machine: ['-M', 'virt'],
      cpus: { kvm: 'host', tcg: 'rv64' },
      console: serial,
      ports: 'virtio-serial-pci',
      options: { first: ['console=ttyS0'], last: [] },
    },
    cross: {
      command: 'riscv64-linux-gnu-gcc',
      packages: ['gcc-riscv64-linux-gnu', 'libc6-dev-riscv64-cross'],
    },
  },
  ppc64el: {
    flavour: 'powerpc64le',
    machine: 21,
    bits: 64,
    kbuild: 'powerpc',
    node: 'ppc64',
    /** No program, but an ELF file for that machine whose code is entered where the kernel lies (elf(5): e_type up to e_entry). */
    image: { magic: '\x02\0\x15\0\x01\0\0\0\0\0\0\0\0\0\0\xc0', at: 16, path: 'vmlinux' },
    modules: checksum,
    emulation: {
      program: 'qemu-system-ppc64',
      package: 'qemu-system-ppc',
      machine: ['-M', 'pseries', '-vga', 'none'],
      cpus: { kvm: 'host', tcg: 'power9' },
      console: ['-device', 'spapr-vty,chardev=console'],
      ports: 'virtio-serial-pci',
      options: { first: ['console=hvc0'], last: [] },
    },
    cross: {
      command: 'powerpc64le-linux-gnu-gcc',
      packages: ['gcc-powerpc64le-linux-gnu', 'libc6-dev-ppc64el-cross'],
    },
  },
} as const satisfies Readonly<Record<string, Omit<Arch, 'name'>>>

/** An architecture as Debian names it. */
export type ArchName = keyof typeof table

export const archNames = namesOf(table)

/** Every architecture whose kernels guests may have. */
const archs: readonly Arch[] = archNames.map(name => ({
  name,
  ...table[name],
}))

/** That of this machine; of one that no guest may have, that of most. */
export const hostArch: ArchName = archs.find(({ node }) => node === process.arch)?.name ?? 'amd64'

/** The architecture of 32 bits whose programs the kernels of another one run, too, if there is one. */
export const narrowOf = (name: ArchName = hostArch): ArchName | undefined =>
  archNames.find(one => one === archOf(name).narrow)

/** The architecture that the build of a kernel calls so, as `ARCH`; x86 is this machine's, if that is one of x86, or else that of 64 bits. */
export const ofKbuild = (named: string): Arch | undefined =>
  named === 'x86'
    ? archOf(hostArch === 'i386' ? 'i386' : 'amd64')
    : archs.find(({ kbuild }) => kbuild === named)

/** What is known of an architecture; without a name, of that of this machine. */
export const archOf = (name: ArchName = hostArch): Arch => ({ name, ...table[name] })

/** What an image with this beginning is for, by what stands in it. */
export const archOfImage = (start: Buffer): ArchName | undefined =>
  archs.find(
    ({ image: { magic, at, flags } }) =>
      start.toString('latin1', at, at + magic.length) === magic &&
      (flags === undefined || ((start[flags.at] ?? 0) & flags.mask) === flags.are),
  )?.name

/** Whether an image of its kernels has the header of x86's boot protocol. */
export const hasX86Header = (name: ArchName): boolean => archOf(name).image.magic === x86Header

/** What stands before the name of each tool that builds for it; nothing for this machine's. */
export const crossPrefix = (name: ArchName): string =>
  name === hostArch ? '' : archOf(name).cross.command.slice(0, -'gcc'.length)

/** The images that are known, as a tree calls them. */
export const imagePaths: readonly string[] = [...new Set(archs.map(({ image }) => image.path))]

/** Reads the name of an architecture. Error: E_USAGE with those that there are. */
export function parseArch(text: string): ArchName {
  const found = archs.find(({ name }) => name === text)
  if (found !== undefined) return found.name
  throw new ToolError(
    'E_USAGE',
    `${JSON.stringify(text.slice(0, 40))} is no architecture that guests may have: ${archs.map(({ name }) => name).join(', ')}.`,
  )
}

/** A release as `uname -r` has it, without what Debian calls its kernels for virtual machines. */
export const shortRelease = (release: string): string => {
  const found = archs.find(({ flavour }) => release.endsWith(`-${flavour}`))
  return found === undefined ? release : release.slice(0, -found.flavour.length - 1)
}

/** The architecture after `@`, as kernels are told apart by it; nothing for that of this machine. */
export const atArch = (name: ArchName): string => (name === hostArch ? '' : `@${name}`)
