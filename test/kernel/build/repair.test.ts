import { existsSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { repair } from '../../../generator/kernel/build/repair.js'

t.test(
  'what is younger than the note of how it was made is thrown away, and what is whole is counted',
  async t => {
    const folder = t.testdir({
      net: { 'whole.o': '', '.whole.o.cmd': '', 'half.o': '', '.half.o.cmd': '', 'note.c': '' },
      'top.o': '',
      '.top.o.cmd': '',
      '.missing.o.cmd': '',
    })
    for (const name of ['net/whole.o', 'net/.half.o.cmd', 'top.o'])
      await utimes(join(folder, name), 1000, 1000)
    t.equal(await repair(folder), 2)
    t.ok(existsSync(join(folder, 'net/whole.o')))
    t.notOk(existsSync(join(folder, 'net/half.o')))
    t.ok(existsSync(join(folder, 'net/note.c')))
  },
)
