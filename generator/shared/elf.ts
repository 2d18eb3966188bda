import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type ArchName, archOf } from './arch.js'
import { type ElfNumbers, elfNumbers } from './elf-numbers.js'

/** Types (e_type): linked to a place, and position independent. */
const programTypes: readonly number[] = [2, 3]

/** p_type. */
const segmentTypes = { loaded: 1, interpreted: 3 } as const

/**
 * Why a file is no static program of an architecture, in words, or undefined if it is one: a compiler may exit with 0 and make something
 * else. Without an architecture, it is to start here.
 */
export function whyNoProgram(path: string, arch?: ArchName): string | undefined {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    return `it cannot be read (${error instanceof Error && 'code' in error ? error.code : error})`
  }
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) return 'it is not a file'
    if (stats.size === 0) return 'it is empty'
    if ((stats.mode & 0o111) === 0) return 'it is not executable'
    const read: Read = (at, length) => readFrom(file, at, length)
    return whyNotElf(read(0, 64), stats.size, read, archOf(arch))
  } finally {
    closeSync(file)
  }
}

type Read = (at: number, length: number) => Buffer

/** The header and the table of what is loaded, as in elf(5). */
function whyNotElf(
  header: Buffer,
  size: number,
  read: Read,
  { machine, bits }: Pick<ElfNumbers, 'bits'> & { readonly machine: number },
): string | undefined {
  const elf = elfNumbers(header)
  if (elf === undefined) return 'it is no ELF file'
  if (elf.bits !== bits) return `it is not for ${bits} bits`
  const { half, word, offset, loaded, sections } = elf
  if (header.length < elf.headerSize) return 'it is cut off'
  if (!programTypes.includes(half(header, 16))) return 'it is an object file, not a program'
  if (half(header, 18) !== machine) return 'it is for another processor'
  /** Where a table begins, how long each of it is, and how many there are. */
  const tableOf = ({ at, sizes }: typeof loaded | typeof sections) =>
    [offset(header, at), half(header, sizes), half(header, sizes + 2)] as const
  const [at, each, count] = tableOf(loaded)
  if (each < loaded.size || count === 0) return 'nothing of it would be loaded'
  const table = read(at, each * count)
  if (table.length < each * count) return 'it is cut off'
  const segments = Array.from({ length: count }, (_, index) =>
    table.subarray(index * each, (index + 1) * each),
  )
  const types = segments.map(segment => word(segment, 0))
  if (types.includes(segmentTypes.interpreted)) return 'it is not linked statically'
  if (!types.includes(segmentTypes.loaded)) return 'nothing of it would be loaded'
  const ends = segments.map(segment => offset(segment, loaded.offset) + offset(segment, loaded.length))
  const [first, length, number] = tableOf(sections)
  return Math.max(first + length * number, ...ends) > size ? 'it is cut off' : undefined
}

function readFrom(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(Math.min(length, 1 << 20))
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, Math.min(at, Number.MAX_SAFE_INTEGER)))
}
