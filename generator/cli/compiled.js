// Plain JavaScript, since it runs before anything is compiled.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../../', import.meta.url))
const kept = join(home, 'out/compiled')

const hourMs = 3_600_000
/** What nobody started from for so long is removed, and what is half-made after an hour. */
const keptMs = 7 * 24 * hourMs

/** Every source of ours, by its path, with what changes whenever it is written. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    if (!path.endsWith('.ts')) return []
    const { ctimeMs, ino, size } = statSync(path)
    return [{ path, state: `${path} ${ctimeMs} ${ino} ${size}` }]
  })
}

const allSources = () => ['generator', 'specs'].flatMap(folder => sources(join(home, folder)))

/** Compiles the sources into a folder, each file on its own, so that what is relative to one stays so. */
async function compile(found, outdir) {
  const { buildSync } = await import('esbuild')
  buildSync({
    entryPoints: found.map(({ path }) => path),
    outdir,
    outbase: home,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  })
}

/** The folder with what the sources say now in JavaScript, made where it is not there yet. Whatever fails is thrown as it is. */
export async function compiledFolder() {
  const found = allSources()
  const states = found.map(({ state }) => state).join('\n')
  const name = createHash('sha256').update(states).digest('hex')
  const folder = join(kept, name)
  if (existsSync(folder)) touch(folder)
  else await make(found, folder, join(kept, `.${name}.${process.pid}`))
  return folder
}

async function make(found, folder, half) {
  mkdirSync(kept, { recursive: true })
  sweep(Date.now())
  try {
    await compile(found, half)
    renameSync(half, folder)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    // Somebody else may have made the same meanwhile.
    if (!existsSync(folder)) throw error
  }
}

function touch(folder) {
  const now = new Date()
  try {
    utimesSync(folder, now, now)
  } catch {
    // It is not ours, and serves all the same.
  }
}

function sweep(now) {
  for (const name of readdirSync(kept)) {
    const path = join(kept, name)
    const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now)
    if (age > (name.startsWith('.') ? hourMs : keptMs)) rmSync(path, { recursive: true, force: true })
  }
}

// npm pack begins and ends with this: a package has no sources, but what was compiled from them.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packaged = join(home, 'out/package')
  rmSync(packaged, { recursive: true, force: true })
  if (!process.argv.includes('--remove')) await compile(allSources(), packaged)
}
