import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './paths.js'

/** What our package.json says of us. */
type PackageJson = { readonly version: string; readonly dependencies: Readonly<Record<string, string>> }

/** Our package.json, which is looked at in every start: no library of schemas is loaded for it. */
export function packageJson(): PackageJson {
  const value: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  if (isPackageJson(value)) return value
  throw new Error('package.json has no version or no dependencies')
}

const isPackageJson = (value: unknown): value is PackageJson =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  typeof value.version === 'string' &&
  'dependencies' in value &&
  typeof value.dependencies === 'object'
