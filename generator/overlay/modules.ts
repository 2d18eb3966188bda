import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { packageJson } from '../shared/package-json.js'
import { packageFolder } from '../shared/paths.js'

/** Links each package that we depend on into a folder of modules, from where it is installed: beside our own, or above. */
export async function linkModules(to: string): Promise<void> {
  for (const name of Object.keys(packageJson().dependencies)) {
    await mkdir(dirname(join(to, name)), { recursive: true })
    await symlink(installed(name, packageFolder), join(to, name))
  }
}

function installed(name: string, from: string): string {
  const here = join(from, 'node_modules', name)
  if (existsSync(here)) return here
  if (dirname(from) === from) throw new Error(`${name} is not installed`)
  return installed(name, dirname(from))
}
