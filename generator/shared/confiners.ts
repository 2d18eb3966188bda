import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cached, sha256, type Terms, writeWhole } from './cache.js'
import { cacheFolder } from './cache-folder.js'
import { type Compiler, compilerVersion, throwUnlessBuilt } from './compiler.js'
import { exec } from './exec.js'
import { packageFolder } from './paths.js'
import { forSuite } from './preprocess.js'

/** The programs that are in C since Node can neither restrict itself nor pass a descriptor. */
type Confiners = { readonly confine: string; readonly passFd: string }

const programs = {
  confine: ['confine/confine.c', 'confine/guard.c', 'confine/landlock.c', 'confine/sockets.c'],
  pass_fd: ['confine/pass_fd.c'],
} as const

const headers = ['confine/confine.h', 'calls/landlock_uapi.h'] as const
const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-static'] as const

/** They run here and confine the other compiler, so none but the machine's own makes them. */
const command: Compiler = ['cc']

const terms: Terms = { needs: { confine: 'program', pass_fd: 'program' } }

let last: { readonly cache: string; readonly made: Promise<Confiners> } | undefined

/** Compiles them once, by a compiler that nothing confines yet. Errors: E_COMPILE, E_MISSING without `cc`. */
export async function confiners(): Promise<Confiners> {
  const cache = cacheFolder()
  const kept = last?.cache === cache ? await last.made : undefined
  if (kept !== undefined && existsSync(kept.confine)) return kept
  const made = make()
  last = { cache, made }
  made.catch(() => {
    last = undefined
  })
  return made
}

async function make(): Promise<Confiners> {
  const files = [...headers, ...Object.values(programs).flat()].map(path => ({
    name: basename(path),
    content: forSuite(readFileSync(join(packageFolder, 'templates', path), 'utf8')),
  }))
  const key = sha256(JSON.stringify([await compilerVersion(command), flags, programs, files]))
  const folder = await cached('confine', key, terms, async dir => {
    for (const { name, content } of files) await writeWhole(join(dir, name), content)
    for (const [name, sources] of Object.entries(programs)) {
      const args = [...flags, '-o', name, ...sources.map(path => basename(path))]
      const exit = await exec(command[0], args, { cwd: dir })
      throwUnlessBuilt(exit, `templates/confine/${name}.c`, join(dir, name), { command })
    }
    const confine = join(dir, 'confine')
    throwUnlessBuilt(await exec(confine, ['--check']), 'templates/confine', confine, { command })
  })
  return { confine: join(folder, 'confine'), passFd: join(folder, 'pass_fd') }
}
