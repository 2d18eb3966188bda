import { existsSync } from 'node:fs'
import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { scratchFolder } from '../../generator/shared/cache.js'
import { exec } from '../../generator/shared/exec.js'

t.test(
  'an archive holds the files with their modes, owned by root, and where init mounts things',
  async t => {
    await scratchFolder(async dir => {
      await writeFile(join(dir, 'some file'), 'hello')
      const from = join(dir, 'some file')
      const files = [
        { path: 'modules/a b', from, mode: 0o644 },
        { path: '/init', from },
      ]
      await initramfs(files, join(dir, 'out', 'guest.cpio'))
      const list = [
        '--list',
        '--verbose',
        '--numeric-uid-gid',
        '--quiet',
        `--file=${join(dir, 'out', 'guest.cpio')}`,
      ]
      const { stdout } = await exec('cpio', list)
      const entries = stdout
        .trim()
        .split('\n')
        .map(line => line.replace(/ +/g, ' '))
      t.same(entries, [
        'drwxr-xr-x 6 0 0 0 Jan 1 1970 .',
        'drwxr-xr-x 2 0 0 0 Jan 1 1970 dev',
        '-rwxr-xr-x 1 0 0 5 Jan 1 1970 init',
        'drwxr-xr-x 2 0 0 0 Jan 1 1970 modules',
        '-rw-r--r-- 1 0 0 5 Jan 1 1970 modules/a b',
        'drwxr-xr-x 2 0 0 0 Jan 1 1970 proc',
        'drwxr-xr-x 2 0 0 0 Jan 1 1970 sys',
      ])
    })
  },
)

t.test(
  'the same files give the same bytes, whenever they were written and in whatever order they are named',
  async t => {
    await scratchFolder(async dir => {
      const [a, b] = [join(dir, 'a'), join(dir, 'b')]
      await writeFile(a, 'one')
      await writeFile(b, 'two')
      await initramfs(
        [
          { path: 'a', from: a },
          { path: 'b', from: b },
        ],
        join(dir, 'first'),
      )
      await utimes(a, 1_000_000_000, 1_000_000_000)
      await initramfs(
        [
          { path: 'b', from: b },
          { path: 'a', from: a },
        ],
        join(dir, 'second'),
      )
      t.ok((await readFile(join(dir, 'first'))).equals(await readFile(join(dir, 'second'))))
    })
  },
)

t.test('a file that is not there is named, and no archive is left', async t => {
  await scratchFolder(async dir => {
    const out = join(dir, 'guest.cpio')
    const packing = initramfs([{ path: 'suite', from: join(dir, 'no-such-file') }], out)
    await t.rejects(packing, { code: 'E_FILE', message: /no-such-file.*suite/ })
    t.notOk(existsSync(out))
  })
})
