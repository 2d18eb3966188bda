import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeWhole } from '../generator/cache.js'
import { exec } from '../generator/exec.js'
import { nameHeaders } from '../generator/names.js'
import { designsHeader } from '../generator/render/designs-header.js'

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const support = [
  'actors.c',
  'address.c',
  'audit.c',
  'calls.c',
  'children.c',
  'compat.c',
  'directory.c',
  'errno_name.c',
  'harness.c',
  'listener.c',
  'message.c',
  'namespaces.c',
  'records.c',
  'ring.c',
  'routes.c',
  'run.c',
  'sandbox.c',
  'seccomp.c',
  'steps.c',
  'threads.c',
]

/** Compiles the tests of a folder of test/data with the harness, and returns the program. */
export async function buildHarness(folder: string, tests: 'harness' | 'audit'): Promise<string> {
  const headers = [...nameHeaders, designsHeader({ abi: 11 })]
  for (const { path, content } of headers) await writeWhole(join(folder, path), content)
  const own = readdirSync(near(`data/${tests}`)).map(file => near(`data/${tests}/${file}`))
  const program = join(folder, 'program')
  const flags = ['-Wall', '-Wextra', '-Werror', '-static', `-I${folder}`, `-I${near('../templates')}`]
  const sources = support.map(file => near(`../templates/${file}`))
  const exit = await exec('cc', [...flags, '-o', program, ...sources, ...own])
  if (exit.exitCode !== 0) throw new Error(exit.stderr)
  return program
}
