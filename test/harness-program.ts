import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeWhole } from '../generator/shared/cache.js'
import { exec } from '../generator/shared/exec.js'
import { nameHeaders } from '../generator/suite/name-headers.js'
import { designsHeader } from '../generator/suite/render/designs-header.js'
import { sourcesIn } from '../generator/suite/templates.js'

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Compiles the tests of a folder of test/data with the harness, and returns the program. */
export async function buildHarness(folder: string, tests: 'harness' | 'audit'): Promise<string> {
  const support = [
    ...nameHeaders,
    designsHeader({ abi: 11 }),
    ...sourcesIn('arch', 'harness', 'calls', 'routes'),
  ]
  for (const { path, content } of support) await writeWhole(join(folder, path), content)
  const own = readdirSync(near(`data/${tests}`)).map(file => near(`data/${tests}/${file}`))
  const program = join(folder, 'program')
  const flags = ['-Wall', '-Wextra', '-Werror', '-static', `-I${folder}`]
  const sources = support.map(({ path }) => path).filter(path => path.endsWith('.c'))
  const exit = await exec('cc', [...flags, '-o', program, ...sources, ...own], { cwd: folder })
  if (exit.exitCode !== 0) throw new Error(exit.stderr)
  return program
}
