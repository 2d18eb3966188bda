import { addedClauses } from '../../specs/added/rights.js'
import { clauses } from '../../specs/model/clauses.js'
import { rights } from '../../specs/rights.js'
import type { SourceFile } from '../shared/folders.js'
import { wrong } from './read-folder.js'

/** The names of the files in one folder of specs, without their ending. */
const namesIn = (paths: readonly string[], folder: string): readonly string[] =>
  paths.flatMap(path => new RegExp(`^${folder}/([^/]+)\\.ts$`).exec(path)?.[1] ?? [])

/**
 * The tables of `specs/added`, of what a folder has in `rights` and in `calls`: each file there exports a `right` with its `clauses`, or a `judge`.
 * Error: E_SPECS for a right that is called otherwise than one may be, or as one of ours.
 */
export function registry(folder: string, paths: readonly string[]): readonly SourceFile[] {
  const named = namesIn(paths, 'rights')
  for (const name of named) checkName(folder, name)
  const judges = namesIn(paths, 'calls')
  return [
    {
      path: 'added/rights.ts',
      content: [
        ...named.map(name => `import * as right_${name} from '../rights/${name}.js'`),
        'export const addedRights = {',
        ...named.map(name => `  ${name}: right_${name}.right,`),
        '} as const',
        'export const addedClauses = {',
        ...named.map(name => `  ...right_${name}.clauses,`),
        '} as const',
        '',
      ].join('\n'),
    },
    {
      path: 'added/calls.ts',
      content: [
        "import type { CallJudge } from '../model/judged-call.js'",
        ...judges.map((name, index) => `import { judge as judge${index} } from '../calls/${name}.js'`),
        `export const addedCalls: readonly CallJudge[] = [${judges.map((_, index) => `judge${index}`).join(', ')}]`,
        '',
      ].join('\n'),
    },
  ]
}

function checkName(folder: string, name: string): void {
  const path = `rights/${name}.ts`
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw wrong(
      folder,
      path,
      'cannot be called so: a right is small letters, digits and _, such as listen_tcp',
    )
  if (Object.hasOwn(rights, name))
    throw wrong(folder, path, 'is a right that our specs have as well: take it out, or call it otherwise')
}

/** What the code says of rights once it is laid over ours. */
export type LaidRights = {
  readonly addedRights: Readonly<Record<string, { readonly bit: number; readonly abi: number }>>
  readonly addedClauses: Readonly<Record<string, unknown>>
}

/** Checks what a type cannot say: that bits follow those of ours, and that no clause is one of ours. Error: E_SPECS. */
export function checkRights(folder: string, laid: LaidRights): void {
  const ours = Object.values(rights)
  const added = Object.entries(laid.addedRights).toSorted(([, one], [, other]) => one.bit - other.bit)
  for (const [index, [name, { bit, abi }]] of added.entries()) {
    const next = ours.length + index
    if (bit !== next)
      throw wrong(
        folder,
        `rights/${name}.ts`,
        `has bit ${bit}, and ${next} is the next one: a mask has no gaps, and each bit one right`,
      )
    const before = Math.max(...ours.map(one => one.abi), ...added.slice(0, index).map(([, one]) => one.abi))
    if (!Number.isInteger(abi) || abi < before)
      throw wrong(
        folder,
        `rights/${name}.ts`,
        `came with ABI ${abi}, before rights of lower bits: give it the ABI of the kernel that has it`,
      )
  }
  const twice = Object.keys(laid.addedClauses).find(
    id => Object.hasOwn(clauses, id) && !Object.hasOwn(addedClauses, id),
  )
  if (twice !== undefined)
    throw wrong(folder, 'rights', `has the clause ${twice}, which our specs have as well: call it otherwise`)
}
