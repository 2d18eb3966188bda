import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type ArchName, archOf } from './arch.js'

/** Types (e_type): linked to a place, and position independent. */
const programTypes: readonly number[] = [2, 3]

const loaded = 1
const interpreted = 3

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
    return whyNotElf(read(0, 64), stats.size, read, archOf(arch).machine)
  } finally {
    closeSync(file)
  }
}

type Read = (at: number, length: number) => Buffer

/** The header and the table of what is loaded, as in elf(5), of 64-bit files. */
function whyNotElf(header: Buffer, size: number, read: Read, machine: number): string | undefined {
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return 'it is no ELF file'
  if (header.length < 64) return 'it is cut off'
  if (header[4] !== 2) return 'it is not for 64 bits'
  const isLittle = header[5] === 1
  const number = (from: Buffer, at: number, bytes: 2 | 4): number =>
    isLittle ? from.readUIntLE(at, bytes) : from.readUIntBE(at, bytes)
  const offset = (from: Buffer, at: number): number =>
    Number(isLittle ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at))
  if (!programTypes.includes(number(header, 16, 2))) return 'it is an object file, not a program'
  if (number(header, 18, 2) !== machine) return 'it is for another processor'
  const [at, each, count] = [offset(header, 32), number(header, 54, 2), number(header, 56, 2)]
  if (each < 56 || count === 0) return 'nothing of it would be loaded'
  const table = read(at, each * count)
  if (table.length < each * count) return 'it is cut off'
  const segments = Array.from({ length: count }, (_, index) =>
    table.subarray(index * each, (index + 1) * each),
  )
  const kinds = segments.map(segment => number(segment, 0, 4))
  if (kinds.includes(interpreted)) return 'it is not linked statically'
  if (!kinds.includes(loaded)) return 'nothing of it would be loaded'
  const ends = segments.map(segment => offset(segment, 8) + offset(segment, 32))
  const sections = offset(header, 40) + number(header, 58, 2) * number(header, 60, 2)
  return Math.max(sections, ...ends) > size ? 'it is cut off' : undefined
}

function readFrom(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(Math.min(length, 1 << 20))
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, Math.min(at, Number.MAX_SAFE_INTEGER)))
}
