import { type ElfNumbers, elfNumbers } from '../shared/elf-numbers.js'

/** What is wrong with a module, or what it says of itself: `depends=udp_tunnel`, `license=GPL`. */
type Modinfo = { readonly wrong: string } | { readonly says: readonly string[] }

/** The section in which a module says what it is and needs. */
const section = '.modinfo'

/** A section, by its header (elf(5)): where its name stands, where it lies and how long it is. */
type ElfSection = { readonly name: number; readonly at: number; readonly size: number }

/** Reads the section .modinfo of a module; nothing is read that lies outside of the file. */
export function modinfoOf(file: Buffer): Modinfo {
  const elf = elfNumbers(file)
  if (elf === undefined || file.length < elf.headerSize) return { wrong: 'it is no ELF file' }
  const sections = sectionsOf(file, elf)
  const names = sections?.[elf.half(file, elf.sections.sizes + 4)]
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

function sectionsOf(
  file: Buffer,
  { half, word, offset, sections: table }: ElfNumbers,
): readonly ElfSection[] | undefined {
  const [at, each, count] = [offset(file, table.at), half(file, table.sizes), half(file, table.sizes + 2)]
  if (each < table.size || count === 0 || !isInside(file, { at, size: each * count })) return undefined
  return Array.from({ length: count }, (_, index) => {
    const header = at + index * each
    return {
      name: word(file, header),
      at: offset(file, header + table.offset),
      size: offset(file, header + table.length),
    }
  })
}

const isInside = ({ length }: Buffer, { at, size }: Pick<ElfSection, 'at' | 'size'>): boolean =>
  at <= length && size <= length - at

/** The name that stands there in the section of names, up to its zero. */
function nameAt(file: Buffer, names: ElfSection, at: number): string {
  const start = names.at + at
  const end = Math.min(start + section.length + 1, names.at + names.size)
  return at >= names.size ? '' : (file.toString('latin1', start, end).split('\0')[0] ?? '')
}
