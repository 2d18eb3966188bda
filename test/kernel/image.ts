/** The first bytes of a bzImage of that release, enough for whoever does not boot it. */
export function fakeImage(release: string): Buffer {
  const image = Buffer.alloc(0x1000)
  image.writeUInt16LE(0xaa55, 0x1fe)
  image.write('HdrS', 0x202, 'latin1')
  image.writeUInt16LE(0x600, 0x20e)
  image.write(`${release} (someone@somewhere) #1 SMP\0`, 0x800, 'latin1')
  return image
}
