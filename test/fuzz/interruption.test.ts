import { spawn } from 'node:child_process'
import t from 'tap'
import { interruptible } from '../../generator/fuzz/interruption.js'
import type { FuzzResult } from '../../generator/report/fuzz-result.js'
import { entry } from '../landlockstep.js'

const count = (): number => process.listeners('SIGINT').length
const soon = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 50))

t.test('the first signal asks for an end, and the second one is heard by who heard them before', async t => {
  let before = 0
  const other = (): void => {
    before += 1
  }
  process.on('SIGINT', other)
  const listeners = count()
  await interruptible(async ({ isAsked }) => {
    t.notOk(isAsked())
    process.kill(process.pid, 'SIGINT')
    await soon()
    t.ok(isAsked())
    t.equal(before, 0)
    process.kill(process.pid, 'SIGINT')
    await soon()
    t.equal(before, 0, 'one Ctrl-C may come twice')
    await new Promise(resolve => setTimeout(resolve, 400))
    process.kill(process.pid, 'SIGINT')
    await soon()
    t.equal(before, 1)
  })
  t.equal(count(), listeners, 'who listened before listens again, once')
  process.off('SIGINT', other)
})

t.test('what listens only while work is done goes on listening', async t => {
  const other = (): void => {}
  const listeners = count()
  await t.rejects(
    interruptible(async () => {
      process.on('SIGINT', other)
      throw new Error('no')
    }),
    /no/,
  )
  t.equal(count(), listeners + 1)
  process.off('SIGINT', other)
})

t.test('Ctrl-C in the middle of fuzz tells what is known by then, and leaves no verdict', async t => {
  const args = [...entry, 'fuzz', '--kernel', 'native', '--law', 'denial', '--no-keep', '--json']
  const child = spawn(process.execPath, args)
  let [said, told, isSent] = ['', '', false]
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    told += text.toString()
    if (isSent || !/ programs in \d+ s/.test(told)) return
    isSent = true
    child.kill('SIGINT')
  })
  t.equal(await new Promise(resolve => child.on('close', resolve)), 2, told)
  const { verdict, kernels } = JSON.parse(said) as FuzzResult
  t.equal(verdict, 'incomplete')
  t.match(kernels, [{ verdict: 'incomplete', diverged: 0 }])
  t.ok((kernels[0]?.agreed ?? 0) > 0)
  t.ok(kernels[0]?.missing.includes('it was interrupted'))
})
