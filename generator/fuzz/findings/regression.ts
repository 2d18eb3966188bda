import { relative } from 'node:path/posix'
import {
  type ImportDeclarationStructure,
  IndentationText,
  Project,
  QuoteKind,
  StructureKind,
  ts,
  VariableDeclarationKind,
} from 'ts-morph'
import { type Allowed, covers, type Outcome } from '../../../specs/trace.js'
import type { SourceFile } from '../../shared/folders.js'
import { describe, wrap } from '../../suite/describe.js'
import type { Case, Law, Test } from '../../suite/suite.js'
import { literal, widest } from './regression/literal.js'

/** What a regression law is written from. */
export type Regression = {
  readonly kept: Case
  /** The program with what the model allows. */
  readonly test: Pick<Test, 'id' | 'program' | 'allowed'>
  /** The law that the program was drawn from. */
  readonly law: Law
}

/** A law's name is a name in C, too, which does not begin with a digit. */
const nameOf = (id: string): string => `case-${id}`

const camelCase = (name: string): string =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The law that keeps a kernel from falling back, as TypeScript: the program of a case, and what it has to give. */
export function regression(one: Regression): SourceFile {
  const name = nameOf(one.test.id)
  const says = one.kept.found?.observed === 'law broken' ? brokenLaw(one) : outcome(one)
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  })
  const file = project.createSourceFile(`${name}.ts`)
  const constant = (name: string, type: string, value: unknown): void => {
    const initializer = literal(value, `const ${name}: ${type} = `)
    file.addVariableStatement({
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, type, initializer }],
    })
  }
  file.addImportDeclarations(importsOf(says))
  constant('program', 'Program', one.test.program)
  const [what, type, values] = says.constant
  constant(what, `readonly ${type}[]`, values)
  file.addVariableStatement({
    isExported: true,
    docs: [comment(says.claim)],
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name: camelCase(name), type: 'Spec', initializer: spec(name, says) }],
    leadingTrivia: '\n',
  })
  file.formatText({ semicolons: ts.SemicolonPreference.Remove })
  return { path: `${name}.ts`, content: file.getFullText() }
}

/** What differs between the two kinds: a step that gives what is not allowed, and outcomes that break a law together. */
type Says = {
  readonly claim: string
  /** By module, beside those that every such file imports. */
  readonly imports: readonly ImportDeclarationStructure[]
  readonly constant: readonly [name: string, type: 'Allowed' | 'Outcome', values: readonly string[]]
  readonly applies: string
  readonly holds: string
  readonly refutedBy: string
}

const spec = (name: string, { applies, holds, refutedBy }: Says): string => `{
  name: '${name}',
  applies: target => ${applies},
  programs: () => fc.constant(program),
  every: () => [program],
  holds: ${holds},
  refutedBy: ${refutedBy},
}`

function outcome({ kept: { found }, test }: Regression): Says {
  const last = test.program.ops.length - 1
  const step = Math.min(found?.step ?? last, last)
  const allowed = test.allowed[step] ?? []
  const op = test.program.ops[step]
  const wrong = otherThan(allowed, found?.observed)
  const seen = found === undefined ? '' : `, where ${found.kernel.release} was seen to give ${found.observed}`
  return {
    claim: `Step ${step} of the program, ${op === undefined ? '' : describe(op)}, gives ${allowed.join(' or ')}${seen}.`,
    imports: [values('../kept.js', 'allowsOnly', 'gave'), values('../wrong.js', 'answering')],
    constant: ['allowed', 'Allowed', allowed],
    applies: `allowsOnly(target, program, ${step}, allowed)`,
    holds: `trace => gave(trace, ${step}, allowed)`,
    refutedBy: `answering('${wrong}', op => op === program.ops[${step}])`,
  }
}

/** The longest outcome that has a place on a line with what is around it. */
const short = 40

/** What was seen in place of what is allowed; if that was no outcome, some outcome that is not allowed. */
function otherThan(allowed: readonly Allowed[], observed: string | undefined): Outcome {
  const isWrong = (one: Outcome): boolean => !allowed.some(wanted => covers(wanted, one))
  const isOne = observed !== undefined && observed.length < short && /^(OK|E[A-Z\d]+|=\S*)$/.test(observed)
  const seen = isOne ? [observed as Outcome] : []
  const wrong = [...seen, ...(['OK', 'EACCES'] as const)].find(isWrong)
  if (wrong === undefined) throw new Error(`everything is allowed: ${allowed.join()}`)
  return wrong
}

function brokenLaw({ kept: { found }, law }: Regression): Says {
  const name = camelCase(law.name)
  const from = relative('specs/cases', law.place.replace(/\.ts:\d+$/, '.js'))
  const seen =
    found === undefined
      ? ''
      : `, which ${found.kernel.release} was seen to break though each outcome is allowed`
  return {
    claim: `The law ${law.name} holds of the program${seen}.`,
    imports: [
      values('../kept.js', 'answeringAs', 'speaksOf'),
      values(from.startsWith('.') ? from : `./${from}`, name),
    ],
    constant: ['observed', 'Outcome', found?.outcomes ?? []],
    applies: `speaksOf(${name}, target, program)`,
    holds: `${name}.holds`,
    refutedBy: 'answeringAs(program, observed)',
  }
}

const values = (moduleSpecifier: string, ...namedImports: string[]): ImportDeclarationStructure => ({
  kind: StructureKind.ImportDeclaration,
  moduleSpecifier,
  namedImports,
})

const types = (moduleSpecifier: string, name: string): ImportDeclarationStructure => ({
  ...values(moduleSpecifier, name),
  isTypeOnly: true,
})

/** In the order that the formatter gives them. */
const importsOf = ({ imports, constant: [, type] }: Says): ImportDeclarationStructure[] => [
  { kind: StructureKind.ImportDeclaration, moduleSpecifier: 'fast-check', defaultImport: 'fc' },
  ...[
    ...imports,
    types('../program.js', 'Program'),
    types('../spec.js', 'Spec'),
    types('../trace.js', type),
  ].toSorted((one, other) => (moduleOf(one) < moduleOf(other) ? -1 : 1)),
]

/** What is beside the file comes after what is above it. */
const moduleOf = ({ moduleSpecifier }: ImportDeclarationStructure): string =>
  moduleSpecifier.startsWith('../') ? `0${moduleSpecifier}` : `1${moduleSpecifier}`

/** On lines that fit between the marks of a comment. */
function comment(text: string): string {
  const lines = wrap(text.replaceAll('*/', '* /'), widest - '/**  */'.length)
  return lines.length === 1 ? lines.join() : `\n${lines.join('\n')}`
}
