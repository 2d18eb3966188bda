/** The first bytes of a bzImage of that release, for 64 bits or 32, enough for whoever does not boot it. */
export function fakeImage(release: string, bits: 32 | 64 = 64): Buffer {
  const image = Buffer.alloc(0x1000)
  image.writeUInt16LE(0xaa55, 0x1fe)
  image.write('HdrS', 0x202, 'latin1')
  image.writeUInt16LE(0x600, 0x20e)
  image.writeUInt16LE(bits === 64 ? 1 : 0, 0x236)
  image.write(`${release} (someone@somewhere) #1 SMP\0`, 0x800, 'latin1')
  return image
}
