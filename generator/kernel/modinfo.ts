/** What is wrong with a module, or what it says of itself: `depends=udp_tunnel`, `license=GPL`. */
type Modinfo = { readonly wrong: string } | { readonly says: readonly string[] }

/** The section in which a module says what it is and needs. */
const section = '.modinfo'

/** A header of a section of a 64-bit file (elf(5), Elf64_Shdr): where its name stands, where it lies and how long it is. */
type ElfSection = { readonly name: number; readonly at: number; readonly size: number }

const headerSize = 64

/** Reads the section .modinfo of a module, as elf(5) has it for 64 bits; nothing is read that lies outside of the file. */
export function modinfoOf(file: Buffer): Modinfo {
  const is64 = file.toString('latin1', 0, 5) === '\x7fELF\x02'
  if (!is64 || (file[5] !== 1 && file[5] !== 2) || file.length < headerSize)
    return { wrong: 'it is no ELF file of 64 bits' }
  const sections = sectionsOf(file)
  const names = sections?.[half(file, 62)]
  if (sections === undefined || names === undefined || !isInside(file, names))
    return { wrong: 'its table of sections is cut off' }
  const found = sections.filter(({ name }) => nameAt(file, names, name) === section)
  const [only, second] = found
  if (only === undefined || second !== undefined)
    return { wrong: `it has ${found.length} sections ${section}` }
  if (!isInside(file, only)) return { wrong: `its section ${section} is cut off` }
  const text = file.toString('latin1', only.at, only.at + only.size)
  return { says: text.split('\0').filter(one => one !== '') }
}

function sectionsOf(file: Buffer): readonly ElfSection[] | undefined {
  const [at, each, count] = [offset(file, 40), half(file, 58), half(file, 60)]
  if (each < headerSize || count === 0 || !isInside(file, { at, size: each * count })) return undefined
  return Array.from({ length: count }, (_, index) => {
    const header = at + index * each
    return { name: word(file, header), at: offset(file, header + 24), size: offset(file, header + 32) }
  })
}

/** Numbers that are not exact any more lie outside of every file. */
const offset = (file: Buffer, at: number): number =>
  Number(isLittle(file) ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at))

const word = (file: Buffer, at: number): number =>
  isLittle(file) ? file.readUInt32LE(at) : file.readUInt32BE(at)

const half = (file: Buffer, at: number): number =>
  isLittle(file) ? file.readUInt16LE(at) : file.readUInt16BE(at)

/** EI_DATA: whether the lowest byte comes first. */
const isLittle = (file: Buffer): boolean => file[5] === 1

const isInside = ({ length }: Buffer, { at, size }: Pick<ElfSection, 'at' | 'size'>): boolean =>
  at <= length && size <= length - at

/** The name that stands there in the section of names, up to its zero. */
function nameAt(file: Buffer, names: ElfSection, at: number): string {
  const start = names.at + at
  const end = Math.min(start + section.length + 1, names.at + names.size)
  return at >= names.size ? '' : (file.toString('latin1', start, end).split('\0')[0] ?? '')
}
