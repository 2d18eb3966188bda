import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withTable } from '../generator/report/generated-page.js'

/** A package as the lock file has it. */
export type Locked = {
  readonly name?: string
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

export type Lock = {
  readonly lockfileVersion: number
  readonly packages: Readonly<Record<string, Locked>>
}

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export const lock: Lock = JSON.parse(readFileSync(near('../package-lock.json'), 'utf8'))
export const page = near('licences.md')

/** Each package that is installed, by its place in node_modules. */
export const installed = Object.entries(lock.packages).filter(([place]) => place !== '')

/** What a package without a licence in its package.json says in the file of that name. */
export const saidElsewhere: Readonly<Record<string, string>> = { 'jsonc-simple-parser': 'MIT' }

export const nameOf = (place: string): string => place.replace(/^.*node_modules\//, '')

export const licenceOf = (place: string, { license }: Locked): string =>
  license ?? saidElsewhere[nameOf(place)] ?? 'unknown'

/** The builds of one program for each platform are told as one. */
const shown = (place: string, { os, cpu }: Locked): string =>
  os === undefined && cpu === undefined ? nameOf(place) : nameOf(place).replace(/^(@[^/]+\/).*$/, '$1*')

/** The packages of each licence: what the program runs with, and what only its development needs. */
export function licenceTable(): string {
  const licences = [...new Set(installed.map(([place, one]) => licenceOf(place, one)))].sort()
  const of = (licence: string, isDev: boolean): string =>
    [
      ...new Set(
        installed
          .filter(([place, one]) => licenceOf(place, one) === licence && (one.dev === true) === isDev)
          .map(([place, one]) => shown(place, one)),
      ),
    ]
      .sort()
      .join(', ')
  const rows = licences.map(licence => `| ${licence} | ${of(licence, false)} | ${of(licence, true)} |`)
  return ['| licence | the program runs with | for development only |', '|---|---|---|', ...rows].join('\n')
}

if (process.argv.includes('--write')) writeFileSync(page, withTable(readFileSync(page, 'utf8'), licenceTable))
