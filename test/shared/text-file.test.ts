import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readText } from '../../generator/shared/text-file.js'

t.test('a text is read whole, and what is none is refused by its name', async t => {
  const folder = t.testdir({ text: 'Gr\u00fc\u00dfe\n', empty: '' })
  writeFileSync(join(folder, 'bytes'), Buffer.from([0x7b, 0xff, 0x7d]))
  const bad = (path: string, message: RegExp, longest?: number) =>
    t.rejects(readText(path, longest), { code: 'E_FILE', message })
  t.equal(await readText(join(folder, 'text')), 'Gr\u00fc\u00dfe\n')
  t.equal(await readText(join(folder, 'empty')), '')
  t.equal(await readText(join(folder, 'text'), 8), 'Gr\u00fc\u00dfe\n')
  await bad(join(folder, 'text'), /text has more than 7 bytes/, 7)
  await bad('/dev/zero', /^\/dev\/zero has more than 1000000 bytes/, 1_000_000)
  await bad(join(folder, 'bytes'), /bytes is no text in UTF-8/)
  await bad(folder, /cannot be read/)
  await bad(join(folder, 'absent'), /absent cannot be read/)
})
