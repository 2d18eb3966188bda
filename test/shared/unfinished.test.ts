import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { discarding, hidden, rethrowUnless, sweep } from '../../generator/shared/unfinished.js'

const folder = (): string => mkdtempSync(join(tmpdir(), 'unfinished-'))

/** The number of a process that has ended. */
const ended = async (): Promise<string> => (await exec('sh', ['-c', 'echo $$'])).stdout.trim()

t.test('what a killed process left is swept away, and nothing else', async t => {
  const parent = folder()
  const gone = await ended()
  const own = hidden(join(parent, 'run'))
  const left = basename(own).replace(`.${process.pid}.`, `.${gone}.`)
  for (const name of [basename(own), left, 'run', '.dotted', `.run.${gone}.short`])
    mkdirSync(join(parent, name))
  writeFileSync(join(parent, left, 'half'), '')
  symlinkSync(gone, join(parent, '.run.lock'))
  symlinkSync(`${process.pid}`, join(parent, '.mine.lock'))
  symlinkSync('../elsewhere', join(parent, '.other.lock'))
  await sweep(parent)
  const stay = [basename(own), 'run', '.dotted', `.run.${gone}.short`, '.mine.lock', '.other.lock']
  t.strictSame(readdirSync(parent).sort(), stay.sort())
})

t.test('what is left of a path is discarded whether the work succeeds or fails', async t => {
  const parent = folder()
  const path = join(parent, 'part')
  t.equal(
    await discarding([path], async () => {
      mkdirSync(path)
      return 1
    }),
    1,
  )
  t.strictSame(readdirSync(parent), [])
  const failing = discarding([path], async () => {
    mkdirSync(path)
    throw new Error('no')
  })
  await t.rejects(failing, { message: 'no' })
  t.strictSame(readdirSync(parent), [])
})

t.test('only a failure that is expected is taken for an answer', async t => {
  const error = Object.assign(new Error('there'), { code: 'EEXIST' })
  t.equal(rethrowUnless('ENOENT', 'EEXIST')(error), true)
  t.throws(() => rethrowUnless('ENOENT')(error), error)
  t.throws(() => rethrowUnless('ENOENT')(new Error('else')), { message: 'else' })
})
