import { wrap } from '../suite/describe.js'
import { type Column, type Columns, columnsOf } from './columns.js'
import { laidOut } from './layout.js'
import type { Shape } from './shapes.js'
import { bodyOf, ofOneProgram, type TestBody } from './statements.js'
import { initializerLines } from './values.js'
import { variantNames } from './variant-names.js'

/** A test in words and as C declares it. */
export type NamedShape = { readonly shape: Shape; readonly name: string; readonly claim: string }

/** A fixture that programs share which have nothing to put into a table. */
type CommonFixture = { readonly fixture: string; readonly setup: string; readonly isBoth: boolean }

const commentOf = (claim: string): readonly string[] =>
  claim === '' ? [] : wrap(claim.replaceAll('*/', '* /'), 76)

/** What a test does, by the calls that it is about. */
function callsOf({ variants: [first] }: Shape): string {
  const passing: readonly string[] = ['layers', 'socket', 'close', 'close_ruleset', 'setsockopt']
  const kinds = [...new Set((first?.steps ?? []).map(({ kind }) => kind))]
  const telling = kinds.filter(kind => !passing.includes(kind))
  return (telling.length === 0 ? kinds : telling)
    .map(kind => (kind === 'sendto' ? 'send' : kind))
    .slice(0, 3)
    .join('_')
}

function declared({ name, type, cells }: Column): string {
  if (type !== 'struct layer') return `${type} ${name}`
  return `${type} ${name}[${Math.max(1, ...cells.map(is => (typeof is === 'string' ? 0 : is.length)))}]`
}

const isEmpty = (is: Column['cells'][number]): boolean => typeof is !== 'string' && is.length === 0

const setupOf = ({ from, to, erratum }: Columns): string =>
  [from, to, erratum]
    .map(({ isField, name, cells }) => (isField ? `variant->${name}` : `${cells[0] ?? 0}`))
    .join(', ')

const laid = ({ declarations, statements }: TestBody) => ({
  declarations: declarations.map(line => (line === '' ? line : `\t${line}`)),
  statements: statements.flatMap(laidOut),
})

/** A test with its own fixture, and a variant for each program. */
function tableView({ shape, name, claim }: NamedShape) {
  const columns = columnsOf(shape)
  const steps = shape.variants[0]?.steps ?? []
  const isFlagged = steps.some(({ enforces }) => enforces)
  const fields = columns.all.filter(one => one.isField && (one !== columns.isSandboxed || isFlagged))
  const names = variantNames(
    columns,
    shape.variants.map(({ isControl }) => isControl),
  )
  return {
    ...{ isTable: true, fixture: name, comment: commentOf(claim), test: callsOf(shape) },
    fields: fields.map(declared),
    variants: names.map((variant, index) => ({
      ...{ name: variant, fixture: name, spaced: index > 0 },
      lines: fields.flatMap(({ name: field, cells }) => {
        const is = cells[index] ?? '0'
        return isEmpty(is) ? [] : initializerLines(`.${field} = `, is, 1)
      }),
    })),
    setup: setupOf(columns),
    ...laid(bodyOf(steps, columns)),
  }
}

/** The fixture of a program that has no table: for kernels of one range, and with the same without a sandbox or not. */
export function commonFixture({ variants: [first, control] }: Shape): CommonFixture {
  const { from = 0, to, erratum } = first?.range ?? {}
  const parts = [
    control === undefined ? 'abi' : 'sandbox_abi',
    `${from}`,
    ...(to === undefined ? [] : [`to_${to}`]),
    ...(erratum === undefined ? [] : [`erratum_${erratum}`]),
  ]
  return {
    ...{ fixture: parts.join('_'), isBoth: control !== undefined },
    setup: `${from}, ${to ?? 0}, ${erratum ?? 0}`,
  }
}

function singleView({ shape, name, claim }: NamedShape) {
  const steps = shape.variants[0]?.steps ?? []
  return {
    ...{ isTable: false, comment: commentOf(claim), test: name },
    ...{ fixture: commonFixture(shape).fixture, fields: [], variants: [], setup: '' },
    ...laid(bodyOf(steps, ofOneProgram(columnsOf(shape)))),
  }
}

/** What the template says of a test. */
export const testView = (named: NamedShape) => (named.shape.isTable ? tableView(named) : singleView(named))
