import { setTimeout } from 'node:timers/promises'
import { display } from '../../generator/shared/progress.js'

// What the test of progress runs on a terminal of 80 columns.
const { show, stop } = display(process.stderr)
const text = `running 4287 programs on ${'a/very/long/path/of/a/kernel/'.repeat(4)}bzImage`
for (let done = 0; done <= 4_287; done += 397) {
  show(text, { done, total: 4_287 })
  await setTimeout(150)
}
show(text)
await setTimeout(200)
stop()
