import { foreign } from './arguments.js'
import type { Column, Columns, StepColumns } from './columns.js'
import type { CStep } from './steps.js'
import { initializerLines, isPassedByAddress } from './values.js'

/** The body of a test: what it declares, and what it does. */
export type TestBody = { readonly declarations: readonly string[]; readonly statements: readonly string[] }

const isArray = (type: string): boolean => type === 'struct layer'

/** What is too long to stand in a call. */
const isLong = ({ cells: [is] }: Column): boolean => typeof is === 'string' && is.length > 32

/** What has a variable of its own where it is the same in all variants. */
const isDeclared = (column: Column): boolean =>
  !column.isField &&
  (isPassedByAddress(column.type) || (isLong(column) && !column.name.startsWith('expected')))

/** A column as an argument of C: a field of the variant, a local constant, or the value itself. */
function argument({ name, type, isField, cells }: Column): string {
  const [first] = cells
  const place = isField ? `variant->${name}` : name
  if (isPassedByAddress(type)) return isArray(type) ? place : `&${place}`
  return isField || typeof first !== 'string' || isDeclared({ name, type, isField, cells }) ? place : first
}

/** The columns of one program and the same without a sandbox: what differs hangs on that alone, and needs no field. */
export const ofOneProgram = (columns: Columns): Columns => ({
  ...columns,
  steps: columns.steps.map(({ values, expected }) => ({
    values: values.map(fixed),
    expected: expected === undefined ? undefined : fixed(expected),
  })),
  all: columns.all.map(fixed),
})

function fixed(column: Column): Column {
  if (!column.isField || column.type === 'bool') return column
  const [is = '0', without = '0'] = column.cells
  const either = `variant->is_sandboxed ? ${is} : ${without}`
  return { ...column, isField: false, cells: [isPassedByAddress(column.type) ? is : either] }
}

const callIn = ({ call }: CStep, { values }: StepColumns): string =>
  call.replace(/\{(\d+)\}/g, (_, place: string) => {
    const column = values[Number(place)]
    if (column === undefined) throw new Error(`${call} has no value ${place}`)
    return argument(column)
  })

/** What a test stands on, and cannot go on without. */
const setsUp: readonly string[] = ['setsockopt', 'drop_caps', 'lower_caps', 'no_new_privs', 'pair']

/** How a step that makes a descriptor is compared, if it is kept in a variable. */
function kept(call: string, variable: string, is: string, mayLack: boolean): readonly string[] {
  return [
    `${variable} = ${call};`,
    ...(mayLack
      ? [`if (is_unsupported(${variable}))`, '\tSKIP(return, "The kernel has no such sockets");']
      : []),
    is === '0' ? `ASSERT_LE(0, ${variable});` : `EXPECT_EQ(${is}, error_of(${variable}));`,
  ]
}

/** An errno that every variant expects, so that there is no descriptor. */
const isErrno = (is: string): boolean => /^-\w+$/.test(is)

function compared(step: CStep, columns: StepColumns): readonly string[] {
  const call = callIn(step, columns)
  const { expected } = columns
  if (expected === undefined) return [`${call};`]
  const is = argument(expected)
  if (step.makes === undefined)
    return [`${is === '0' && setsUp.includes(step.kind) ? 'ASSERT' : 'EXPECT'}_EQ(${is}, ${call});`]
  if (isErrno(is)) return [`EXPECT_EQ(${is}, ${call});`]
  const { variable, fails } = step.makes
  if (variable !== undefined && fails === undefined) return kept(call, variable, is, step.mayLack)
  return [is === '0' ? `EXPECT_LE(0, ${call});` : `EXPECT_EQ(${is}, error_of(${call}));`]
}

/** The statements of a step; what makes a sandbox is left out by a variant that has none, if its layers do not say so. */
function statementsOf(step: CStep, columns: StepColumns, isSandboxed: Column): readonly string[] {
  const statements = compared(step, columns)
  const isGuarded =
    step.enforces || (step.kind === 'layers' && columns.values.some(({ isField }) => !isField))
  if (!isGuarded || !isSandboxed.isField) return statements
  return [`if (${argument(isSandboxed)})`, ...statements.map(line => `\t${line}`)]
}

/** The variables of descriptors; what is asked for before it is there is no descriptor. */
function descriptors(statements: readonly string[]): readonly string[] {
  const text = statements.join('\n')
  const all = [...new Set(text.match(/\b\w+_fd\b(?!\()/g))]
  const isReadFirst = (name: string): boolean => {
    const first = statements.find(line => new RegExp(`\\b${name}\\b`).test(line)) ?? ''
    return !first.startsWith(`${name} = `)
  }
  const plain = all.filter(name => !isReadFirst(name))
  return [
    ...all.filter(isReadFirst).map(name => `int ${name} = -1;`),
    ...(plain.length === 0 ? [] : [`int ${plain.join(', ')};`]),
  ]
}

/** What a test of one shape declares and does. */
export function bodyOf(steps: readonly CStep[], columns: Columns): TestBody {
  const none: StepColumns = { values: [], expected: undefined }
  const taken = steps.flatMap((step, index) =>
    statementsOf(step, columns.steps[index] ?? none, columns.isSandboxed),
  )
  const isForeign = taken.some(line => line.includes(foreign))
  const statements = [
    ...(isForeign ? [`${foreign} = open_null();`, `ASSERT_LE(0, ${foreign});`] : []),
    ...taken,
  ]
  const constants = columns.all.filter(isDeclared)
  return {
    declarations: [
      ...constants.flatMap(({ name, type, cells: [is = '0'] }) =>
        initializerLines(`const ${type} ${name}${isArray(type) ? '[]' : ''} = `, is, 1, ';').map(line =>
          line.slice(1),
        ),
      ),
      ...descriptors(statements),
    ],
    statements,
  }
}
