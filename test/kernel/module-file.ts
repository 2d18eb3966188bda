/** Either order of bytes in a file. */
type Order = 'little' | 'big'

/** Where it puts numbers, and how long offsets and rows of its table are. */
const layouts = {
  32: { class: 1, wide: 4, row: 40, at: 16, size: 20, table: 32, sizes: 46 },
  64: { class: 2, wide: 8, row: 64, at: 24, size: 32, table: 40, sizes: 58 },
} as const

/** A module as far as anybody here reads it: an ELF file with what it says of itself, and names of its sections. */
export function moduleFile(
  says: readonly string[],
  sections = ['.modinfo'],
  { order = 'little', bits = 64 }: { readonly order?: Order; readonly bits?: 32 | 64 } = {},
): Buffer {
  const layout = layouts[bits]
  const modinfo = Buffer.from(says.map(one => `${one}\0`).join(''), 'latin1')
  const names = Buffer.from(`\0${[...sections, '.shstrtab'].map(name => `${name}\0`).join('')}`, 'latin1')
  const header = Buffer.alloc(64)
  const write = (to: Buffer, bytes: number, value: number, at: number): void => {
    const number = Buffer.alloc(8)
    number.writeBigUInt64BE(BigInt(value))
    const ordered = number.subarray(8 - bytes)
    to.set(order === 'big' ? ordered : ordered.reverse(), at)
  }
  header.write('\x7fELF', 'latin1')
  header.set([layout.class, order === 'little' ? 1 : 2, 1], 4)
  const parts = [...sections.map(() => modinfo), names]
  const starts = parts.map(
    (_, index) => 64 + parts.slice(0, index).reduce((sum, { length }) => sum + length, 0),
  )
  const table = parts.map((part, index) => {
    const row = Buffer.alloc(layout.row)
    const name = ['', ...sections, '.shstrtab']
      .slice(0, index + 1)
      .reduce((sum, one) => sum + one.length + 1, 0)
    write(row, 4, name, 0)
    write(row, layout.wide, starts[index] ?? 0, layout.at)
    write(row, layout.wide, part.length, layout.size)
    return row
  })
  write(header, layout.wide, (starts.at(-1) ?? 0) + names.length, layout.table)
  write(header, 2, layout.row, layout.sizes)
  write(header, 2, parts.length + 1, layout.sizes + 2)
  write(header, 2, parts.length, layout.sizes + 4)
  return Buffer.concat([header, ...parts, Buffer.alloc(layout.row), ...table])
}
