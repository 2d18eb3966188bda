import { join, relative } from 'node:path'
import { type Diagnostic, Project, ts } from 'ts-morph'
import { ToolError } from '../shared/error.js'
import { shown } from '../shared/paths.js'

/** As strict as we are with our own specs, but for what is not used. */
const strictness = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
} as const

/** What of a type error is told: the first one in a sentence, so many below. */
const most = 20

/** Checks the types of specs that were laid together; what is wrong is told where its author has it. Error: E_SPECS. */
export function checkTypes(specs: string, folder: string, own: ReadonlySet<string>): void {
  const project = new Project({
    compilerOptions: { ...strictness, lib: [...strictness.lib], types: [] },
    skipFileDependencyResolution: true,
  })
  project.addSourceFilesAtPaths(join(specs, '**/*.ts'))
  const found = project.getPreEmitDiagnostics().map(one => describeDiagnostic(one, specs, folder, own))
  // What is wrong in ours is so because of theirs.
  const [first, ...others] = [...found.filter(({ isOwn }) => isOwn), ...found.filter(({ isOwn }) => !isOwn)]
  if (first === undefined) return
  const more =
    others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'is' : 'are'} below.`
  throw new ToolError('E_SPECS', `${first.says} Correct it and try again.${more}`, {
    output: others
      .slice(0, most)
      .map(({ says }) => says)
      .join('\n'),
  })
}

type TypeFault = { readonly isOwn: boolean; readonly says: string }

function describeDiagnostic(
  one: Diagnostic,
  specs: string,
  folder: string,
  own: ReadonlySet<string>,
): TypeFault {
  const path = relative(specs, one.getSourceFile()?.getFilePath() ?? specs)
  const isOwn = own.has(path)
  const place = isOwn ? shown(join(folder, path)) : `specs/${path} (ours, with yours)`
  const text = ts.flattenDiagnosticMessageText(one.compilerObject.messageText, ' ').replace(/\s+/g, ' ')
  return { isOwn, says: `${place}:${one.getLineNumber() ?? 1}: ${text.replace(/\.?$/, '.')}` }
}

/** What TypeScript says, as JavaScript, each file on its own. */
export const toJavaScript = (content: string): string =>
  ts.transpileModule(content, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  }).outputText
