import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { owner } from '../../generator/shared/owner.js'
import { discarding, hidden, rethrowUnless } from '../../generator/shared/unfinished.js'
import { emptyFolder } from '../empty-folder.js'

const folder = (): string => emptyFolder()

t.test('a hidden path is beside its own, names its owner, and is no other', async t => {
  const [one, other] = [hidden('/a/run'), hidden('/a/run')]
  t.match(one, new RegExp(`^/a/\\.run\\.${owner()}\\.[0-9a-f-]{36}$`))
  t.not(one, other)
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
