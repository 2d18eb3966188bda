import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { codeFolder } from '../../generator/shared/paths.js'
import { draw } from '../../generator/suite/draw.js'
import { drawn } from '../../generator/suite/drawn.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { targets } from '../targets.js'

const target = targets.at(-1)
const choice = { seed: 1, filter: 'attributes' }

const kept = (): Promise<readonly string[]> => readdir(join(cacheFolder(), 'drawn'))

t.test('a suite is drawn once, and what is kept of it is the same', async t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  if (target === undefined) throw new Error('no target')
  const fresh = await draw(target, choice)
  t.strictSame(await drawn(target, choice), fresh)
  const again = await drawn(target, choice)
  t.strictSame(again, fresh)
  t.equal(suiteFiles(again).made.id, suiteFiles(fresh).made.id, 'the same bytes of C')
  t.equal((await kept()).length, 1)
  const [entry = ''] = await kept()
  const path = join(cacheFolder(), 'drawn', entry, 'expected.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('EFAULT', 'OK'))
  t.strictSame(await drawn(target, choice), fresh, 'what was changed is drawn again')
})

t.test('another seed, target or filter, and other code, are another suite', async t => {
  process.env.XDG_CACHE_HOME = t.testdir({ cache: {} })
  if (target === undefined) throw new Error('no target')
  await drawn(target, choice)
  await drawn(target, { ...choice, seed: 2 })
  await drawn({ ...target, abi: target.abi + 1 }, choice)
  await drawn(target, { ...choice, filter: 'attributes-' })
  t.equal((await kept()).length, 4)
  const code = join(process.env.XDG_CACHE_HOME, 'code')
  for (const folder of ['specs', 'generator/suite'])
    await cp(join(codeFolder, folder), join(code, folder), { recursive: true })
  await writeFile(join(code, 'specs/model/connect.ts'), '// another model\n')
  await drawn(target, choice, code)
  t.equal((await kept()).length, 5)
})
