import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { processUsage } from '../../generator/fuzz/process-usage.js'
import { exec } from '../../generator/shared/exec.js'

t.test('what this process holds is counted: memory, descriptors, children, disk', async t => {
  const scratch = t.testdir({ guest: { 'channel.log': 'x'.repeat(100_000) }, 'guest-1': {} })
  const before = processUsage(scratch)
  t.ok(before.host > 10 && before.host < 5_000, `${before.host} MB`)
  t.ok(before.scratch > 0.09 && before.scratch < 1, `${before.scratch} MB`)
  const fd = openSync(join(scratch, 'guest', 'channel.log'), 'r')
  const child = exec('sleep', ['60'], { deadlineMs: 500 })
  const during = processUsage(scratch)
  t.equal(during.descriptors > before.descriptors, true)
  t.equal(during.children, before.children + 1)
  closeSync(fd)
  t.equal((await child).timedOut, true)
  t.equal(processUsage(scratch).children, before.children)
})

t.test('a folder that is not there holds nothing', async t => {
  t.equal(processUsage(join(t.testdir(), 'gone')).scratch, 0)
})
