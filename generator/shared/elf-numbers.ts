/** Where numbers stand in a file, in its header and in its tables of what is loaded and of sections, how wide an offset is, and how long they are. */
const layouts = {
  32: {
    ...{ headerSize: 52, offsetSize: 4 },
    loaded: { at: 28, sizes: 42, size: 32, offset: 4, length: 16 },
    sections: { at: 32, sizes: 46, size: 40, offset: 16, length: 20 },
  },
  64: {
    ...{ headerSize: 64, offsetSize: 8 },
    loaded: { at: 32, sizes: 54, size: 56, offset: 8, length: 32 },
    sections: { at: 40, sizes: 58, size: 64, offset: 24, length: 32 },
  },
} as const

type ElfLayout = (typeof layouts)[keyof typeof layouts]

/** How the numbers of an ELF file are read. */
export type ElfNumbers = ElfLayout & {
  readonly bits: keyof typeof layouts
  readonly half: (from: Buffer, at: number) => number
  readonly word: (from: Buffer, at: number) => number
  /** Those that are not exact any more lie outside of every file. */
  readonly offset: (from: Buffer, at: number) => number
}

/** How the numbers of an ELF file are read that begins so, by its class and its order of bytes (elf(5): EI_CLASS, EI_DATA); undefined if it is none. */
export function elfNumbers(start: Buffer): ElfNumbers | undefined {
  const [bits, isLittle] = [classes[start[4] ?? 0], orders[start[5] ?? 0]]
  if (start.toString('latin1', 0, 4) !== '\x7fELF' || bits === undefined || isLittle === undefined)
    return undefined
  const layout = layouts[bits]
  const word = (from: Buffer, at: number): number =>
    isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at)
  const wide = (from: Buffer, at: number): number =>
    Number(isLittle ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at))
  return {
    ...layout,
    bits,
    half: (from, at) => (isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at)),
    word,
    offset: layout.offsetSize === 4 ? word : wide,
  }
}

const classes = [undefined, 32, 64] as const

const orders = [undefined, true, false] as const
