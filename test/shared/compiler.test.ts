import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { compile } from '../../generator/shared/compile.js'
import { compiler, compilerLine, compilerVersion } from '../../generator/shared/compiler.js'
import { exec } from '../../generator/shared/exec.js'
import { hearNotes } from '../../generator/shared/notes.js'
import { buildExecutor, buildGuestTools, compileSuite } from '../../generator/suite/build.js'

const quiet = (): void => {}
const [CC, cache] = [process.env.CC, process.env.XDG_CACHE_HOME]

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  delete process.env.CC
})

t.teardown(() => {
  if (CC !== undefined) process.env.CC = CC
  if (cache !== undefined) process.env.XDG_CACHE_HOME = cache
})

const said: string[] = []
hearNotes(text => said.push(text))

/** A compiler that says that it is cc, and then does as told; the program that it is to make is "$out". */
function liar(folder: string, does: string): string {
  const path = join(folder, 'a compiler')
  const script = `#!/bin/sh
case "$*" in *--version*) exec cc "$@";; esac
for out; do [ "$last" = -o ] && break; last=$out; done
${does}
`
  writeFileSync(path, script)
  chmodSync(path, 0o755)
  return path
}

const tiny = [{ path: 'a.c', content: 'int main(void)\n{\n\treturn 0;\n}\n' }]

/** What a compiler may do that exits with 0, and what is said of it. */
const lies: readonly (readonly [string, string, RegExp])[] = [
  ['makes nothing', 'exit 0', /cannot be read \(ENOENT\)/],
  ['makes an empty file', ': > "$out"; chmod +x "$out"', /it is empty/],
  ['makes a script', 'echo "#!/bin/true" > "$out"; chmod +x "$out"', /no ELF/],
  ['makes an object file', 'cc -c -o "$out" -x c - < /dev/null; chmod +x "$out"', /object file/],
  ['makes a program that is cut off', 'cc "$@"; truncate -s 5000 "$out"', /cut off/],
  ['links nothing in', 'echo "int main;" | cc -x c -o "$out" -', /not linked statically/],
]

for (const [what, does, why] of lies) {
  t.test(
    `a compiler that exits with 0 and ${what} is E_COMPILE, nothing is kept, and the next one is asked`,
    async t => {
      const folder = t.testdir()
      process.env.XDG_CACHE_HOME = folder
      process.env.CC = liar(folder, does)
      const wrong = { code: 'E_COMPILE', message: new RegExp(`exits with 0 but.*${why.source}.*CC`) }
      await t.rejects(buildExecutor(tiny, quiet), wrong)
      await t.rejects(buildGuestTools(quiet), wrong)
      t.same(await readdir(join(cacheFolder(), 'executors')), [])
      t.same(await readdir(join(cacheFolder(), 'guest-tools')), [])
      liar(folder, 'exec cc "$@"')
      t.equal((await exec((await buildExecutor(tiny, quiet)).path, [])).exitCode, 0)
    },
  )
}

t.test('a compiler may have options, a blank in its path, and quotes', async t => {
  const folder = t.testdir()
  process.env.CC = ' cc  -std=gnu11 '
  t.same(compiler(), ['cc', '-std=gnu11'])
  t.match(await compilerVersion(), /gcc|cc/i)
  t.ok(await buildExecutor(tiny, quiet))
  process.env.CC = liar(folder, 'exec cc "$@"')
  t.same(compiler(), [process.env.CC])
  t.equal(compilerLine(), `'${process.env.CC}'`)
  await writeSuite(folder)
  t.ok(await compileSuite(folder, quiet))
  process.env.CC = ' '
  t.same(compiler(), ['cc'])
})

t.test('a compiler that fails, or is none, is told before anything is compiled', async t => {
  const folder = t.testdir()
  process.env.CC = 'false'
  await t.rejects(buildExecutor(tiny, quiet), {
    code: 'E_COMPILE',
    message: /false does not tell its version.*CC/,
  })
  const silent = join(folder, 'silent')
  writeFileSync(silent, '#!/bin/sh\n')
  chmodSync(silent, 0o755)
  process.env.CC = silent
  await t.rejects(buildExecutor(tiny, quiet), {
    code: 'E_COMPILE',
    message: /silent does not tell its version/,
  })
  writeFileSync(silent, '#!/bin/sh\nexec sleep 1000\n')
  await t.rejects(compilerVersion([silent], 100), {
    code: 'E_COMPILE',
    message: /silent does not tell its version/,
  })
  process.env.CC = join(folder, 'none')
  await t.rejects(buildExecutor(tiny, quiet), { code: 'E_MISSING' })
})

t.test('a compiler that never ends is ended, and told as what it is', async t => {
  const folder = t.testdir({ 'a.c': tiny[0]?.content ?? '' })
  process.env.CC = liar(folder, 'exec sleep 1000')
  const endless = { args: ['a.c'], folder, program: 'a', what: 'a program', deadlineMs: 500 }
  await t.rejects(compile(endless), {
    code: 'E_COMPILE',
    message: /did not come to an end with the C of a program, and was ended; set CC/,
  })
})

const makefile = `suite: build/a.o
	$(CC) -static -o $@ $^

build/%.o: %.c
	mkdir -p build
	$(CC) -c -o $@ $<
`

async function writeSuite(folder: string): Promise<void> {
  await writeFile(join(folder, 'Makefile'), makefile)
  await writeFile(join(folder, 'a.c'), tiny[0]?.content ?? '')
}

t.test('a suite that a lying compiler did not build is an error, and nothing of it is built on', async t => {
  const folder = t.testdir()
  await writeSuite(folder)
  process.env.CC = liar(folder, ': > "$out"; chmod +x "$out"')
  await t.rejects(compileSuite(folder, quiet), { code: 'E_COMPILE', message: /it is empty/ })
  t.ok(existsSync(join(folder, 'suite')))
  delete process.env.CC
  const another = join(folder, 'another')
  await mkdir(another)
  await writeSuite(another)
  t.equal((await exec(await compileSuite(another, quiet), [])).exitCode, 0)
})

t.test('a tool of the guest that is gone, is cut or is another is made again', async t => {
  said.length = 0
  const heard: string[] = []
  const { init } = await buildGuestTools(text => heard.push(text))
  for (const harm of [() => truncate(init, 100), () => writeFile(init, 'another')]) {
    await harm()
    t.equal((await buildGuestTools(text => heard.push(text))).init, init)
    t.equal((await exec('readelf', ['-h', init])).exitCode, 0)
  }
  t.equal(heard.length, 3)
  t.match(said, [/init is not what it was/, /init is not what it was/])
})
