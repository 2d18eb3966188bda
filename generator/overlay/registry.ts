import { z } from 'zod'
import { socketRights } from '../../specs/designs/uapi.js'
import { clauses } from '../../specs/model/clauses.js'
import { rights } from '../../specs/rights.js'
import { designNames } from '../../specs/target.js'
import type { SourceFile } from '../shared/folders.js'
import { specsError } from './read-folder.js'

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
  const designs = paths.flatMap(path => /^designs\/([^/]+)\/design\.ts$/.exec(path)?.[1] ?? [])
  for (const name of designs) checkDesign(folder, name)
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
      path: 'added/designs.ts',
      content: [
        ...designs.map((name, index) => `import * as design${index} from '../designs/${name}/design.js'`),
        `export const addedDesignNames = [${designs.map(name => `'${name}'`).join(', ')}] as const`,
        'export const addedSocketRights = {',
        ...designs.map((_, index) => `  ...design${index}.rights,`),
        '} as const',
        'export const addedDesignClauses = {',
        ...designs.map((_, index) => `  ...design${index}.clauses,`),
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
    throw specsError(
      folder,
      path,
      'cannot be called so: a right is small letters, digits and _, such as listen_tcp',
    )
  if (Object.hasOwn(rights, name))
    throw specsError(
      folder,
      path,
      'is a right that our specs have as well: take it out, or call it otherwise',
    )
}

function checkDesign(folder: string, name: string): void {
  const path = `designs/${name}/design.ts`
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw specsError(folder, path, 'cannot be called so: a design is small letters, digits and dashes')
  if (designNames.some(one => one === name))
    throw specsError(folder, path, 'is a design that our specs have as well: call it otherwise')
}

const clausesSchema = z.record(z.string(), z.unknown())

/** What the code says of rights once it is laid over ours. */
export const laidRightsSchema = z.object({
  addedRights: z.record(z.string(), z.object({ bit: z.number(), abi: z.number() })),
  addedClauses: clausesSchema,
})

/** The same of designs. */
export const laidDesignsSchema = z.object({
  addedDesignNames: z.array(z.string()),
  addedSocketRights: z.record(z.string(), z.object({ bit: z.number(), designs: z.array(z.string()) })),
  addedDesignClauses: clausesSchema,
})

type LaidRights = z.infer<typeof laidRightsSchema>
type LaidDesigns = z.infer<typeof laidDesignsSchema>

/** Checks what a type cannot say: that bits follow those of ours, and that no clause is one of ours. Error: E_SPECS. */
export function checkRights(folder: string, laid: LaidRights): void {
  const ours = Object.values(rights)
  const added = Object.entries(laid.addedRights).toSorted(([, one], [, other]) => one.bit - other.bit)
  for (const [index, [name, { bit, abi }]] of added.entries()) {
    const next = ours.length + index
    if (bit !== next)
      throw specsError(
        folder,
        `rights/${name}.ts`,
        `has bit ${bit}, and ${next} is the next one: a mask has no gaps, and each bit one right`,
      )
    const before = Math.max(...ours.map(one => one.abi), ...added.slice(0, index).map(([, one]) => one.abi))
    if (!Number.isInteger(abi) || abi < before)
      throw specsError(
        folder,
        `rights/${name}.ts`,
        `came with ABI ${abi}, before rights of lower bits: give it the ABI of the kernel that has it`,
      )
  }
  checkClauses(folder, 'rights', laid.addedClauses)
}

/** Checks that a design has rights of its own, each of a bit that nobody else has. Error: E_SPECS. */
export function checkDesigns(folder: string, laid: LaidDesigns): void {
  const own = Object.entries(laid.addedSocketRights)
  const inDesign = (design: string, what: string) => specsError(folder, `designs/${design}/design.ts`, what)
  const ours: readonly (readonly [string, { readonly bit: number }])[] = Object.entries(socketRights)
  for (const [name, { bit, designs }] of own) {
    const [design = ''] = designs
    const other = [...ours, ...own].find(([right, one]) => right !== name && one.bit === bit)
    if (other !== undefined)
      throw inDesign(design, `has the right ${name} with the bit of ${other[0]}: take the next one`)
    if (Object.hasOwn(socketRights, name))
      throw inDesign(design, `has the right ${name}, which our designs have as well: call it otherwise`)
    if (!Number.isInteger(bit) || bit < ours.length || bit > highest)
      throw inDesign(
        design,
        `has the right ${name} with bit ${bit}: take one from ${ours.length} to ${highest}`,
      )
  }
  const idle = laid.addedDesignNames.find(name => !own.some(([, { designs }]) => designs.includes(name)))
  if (idle !== undefined)
    throw inDesign(
      idle,
      'has no right of sockets, by which a guest could tell that a kernel has the design: add one',
    )
  checkClauses(folder, 'designs', laid.addedDesignClauses)
}

/** The highest bit that a guest asks a kernel for. */
const highest = 30

function checkClauses(folder: string, part: string, added: Readonly<Record<string, unknown>>): void {
  const twice = Object.keys(added).find(id => Object.hasOwn(clauses, id))
  if (twice !== undefined)
    throw specsError(folder, part, `has the clause ${twice}, which our specs have as well: call it otherwise`)
}
