/** Either order of bytes in a file. */
type Order = 'little' | 'big'

/** A module as far as anybody here reads it: an ELF file of 64 bits with what it says of itself, and names of its sections. */
export function moduleFile(
  says: readonly string[],
  sections = ['.modinfo'],
  order: Order = 'little',
): Buffer {
  const modinfo = Buffer.from(says.map(one => `${one}\0`).join(''), 'latin1')
  const names = Buffer.from(`\0${[...sections, '.shstrtab'].map(name => `${name}\0`).join('')}`, 'latin1')
  const header = Buffer.alloc(64)
  const write = (to: Buffer, bytes: number, value: number, at: number): void => {
    const number = Buffer.alloc(8)
    number.writeBigUInt64BE(BigInt(value))
    const ordered = number.subarray(8 - bytes)
    to.set(order === 'big' ? ordered : ordered.reverse(), at)
  }
  header.write(order === 'little' ? '\x7fELF\x02\x01\x01' : '\x7fELF\x02\x02\x01', 'latin1')
  const parts = [...sections.map(() => modinfo), names]
  const starts = parts.map(
    (_, index) => 64 + parts.slice(0, index).reduce((sum, { length }) => sum + length, 0),
  )
  const table = parts.map((part, index) => {
    const row = Buffer.alloc(64)
    const name = ['', ...sections, '.shstrtab']
      .slice(0, index + 1)
      .reduce((sum, one) => sum + one.length + 1, 0)
    write(row, 4, name, 0)
    write(row, 8, starts[index] ?? 0, 24)
    write(row, 8, part.length, 32)
    return row
  })
  write(header, 8, (starts.at(-1) ?? 0) + names.length, 40)
  write(header, 2, 64, 58)
  write(header, 2, parts.length + 1, 60)
  write(header, 2, parts.length, 62)
  return Buffer.concat([header, ...parts, Buffer.alloc(64), ...table])
}
