import { join } from 'node:path'
import { guest } from '../../../generator/guest/machine.js'
import { imageOf, resolveKernel } from '../../../generator/kernel/resolve.js'
import { scratchFolder } from '../../../generator/shared/cache.js'
import { buildGuestTools } from '../../../generator/suite/build.js'
import { measure } from './measure.js'

/** Boots a kernel so many times in a row, and prints what this process and its surroundings hold after some of them and at the end. */
async function main([kernel = '', times = '', settled = '']: readonly string[]): Promise<void> {
  const image = imageOf(await resolveKernel(kernel, () => {}))
  const tools = await buildGuestTools(() => {})
  await scratchFolder(async folder => {
    const machine = await guest(image, tools, folder)
    const packed = await machine.pack(undefined, folder)
    let early = measure()
    for (let boot = 1; boot <= Number(times); boot++) {
      await scratchFolder(async work => {
        const start = { from: 0, processors: 1, deadlineMs: 120_000 }
        const { end } = await machine.start(packed, start, join(work, 'boot'), () => {})
        if (end !== 'halt') throw new Error(`boot ${boot} ended by ${end}`)
      })
      if (boot === Number(settled)) early = measure()
    }
    process.stdout.write(JSON.stringify({ early, late: measure() }))
  })
}

await main(process.argv.slice(2))
