/** A module as far as anybody here reads it: an ELF file of 64 bits with what it says of itself, and names of its sections. */
export function moduleFile(says: readonly string[], sections = ['.modinfo']): Buffer {
  const modinfo = Buffer.from(says.map(one => `${one}\0`).join(''), 'latin1')
  const names = Buffer.from(`\0${[...sections, '.shstrtab'].map(name => `${name}\0`).join('')}`, 'latin1')
  const header = Buffer.alloc(64)
  header.write('\x7fELF\x02\x01\x01', 'latin1')
  const parts = [...sections.map(() => modinfo), names]
  const starts = parts.map(
    (_, index) => 64 + parts.slice(0, index).reduce((sum, { length }) => sum + length, 0),
  )
  const table = parts.map((part, index) => {
    const row = Buffer.alloc(64)
    const name = ['', ...sections, '.shstrtab']
      .slice(0, index + 1)
      .reduce((sum, one) => sum + one.length + 1, 0)
    row.writeUInt32LE(name, 0)
    row.writeBigUInt64LE(BigInt(starts[index] ?? 0), 24)
    row.writeBigUInt64LE(BigInt(part.length), 32)
    return row
  })
  header.writeBigUInt64LE(BigInt((starts.at(-1) ?? 0) + names.length), 40)
  header.writeUInt16LE(64, 58)
  header.writeUInt16LE(parts.length + 1, 60)
  header.writeUInt16LE(parts.length, 62)
  return Buffer.concat([header, ...parts, Buffer.alloc(64), ...table])
}
