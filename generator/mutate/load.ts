import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import * as fastCheck from 'fast-check'
import { ts } from 'ts-morph'
import type { ModelStep } from '../../specs/model/branch.js'
import type { State } from '../../specs/model/state.js'
import type { SourceFile } from '../shared/folders.js'

/** A model that was loaded from its source: where it starts, and how it goes on. */
export type Model = { readonly step: ModelStep; readonly initialState: State }

type Exports = Record<string, unknown>
type Require = (name: string) => Exports
type Enter = (id: string) => void
type Body = (exports: Exports, require: Require, enter: Enter) => void

const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS }

const compile = ({ path, content }: SourceFile): Body =>
  bodyOf(
    compileFunction(
      ts.transpileModule(content, { compilerOptions }).outputText,
      ['exports', 'require', 'enter'],
      {
        filename: path,
      },
    ),
  )

const bodyOf =
  (run: ReturnType<typeof compileFunction>): Body =>
  (exports, require, enter) => {
    run(exports, require, enter)
  }

const isStep = (value: unknown): value is ModelStep => typeof value === 'function'
const isState = (value: unknown): value is State => value !== undefined

/**
 * Loads a model from its files, all of them or with one exchanged: files that import each other by relative paths, and fast-check and
 * nothing else. Every call gives a model of its own, compiled anew only where it differs. Files that tell what they enter tell `enter`.
 */
export function loader(
  files: readonly SourceFile[],
  enter: Enter = () => {},
): (changed?: SourceFile) => Model {
  const bodies = new Map(files.map(file => [file.path, compile(file)]))
  return changed => {
    const loaded = new Map<string, Exports>()
    const other = changed === undefined ? undefined : compile(changed)
    const load = (path: string): Exports => {
      const before = loaded.get(path)
      if (before !== undefined) return before
      const body = path === changed?.path ? other : bodies.get(path)
      if (body === undefined) throw new Error(`${path} is no file of the model`)
      const exports: Exports = {}
      loaded.set(path, exports)
      body(
        exports,
        name => (name === 'fast-check' ? fastCheck : load(join(dirname(path), name).replace(/\.js$/, '.ts'))),
        enter,
      )
      return exports
    }
    const { step } = load('specs/model/step.ts')
    const { initialState } = load('specs/model/initial-state.ts')
    if (!isStep(step) || !isState(initialState)) throw new Error('the files are no model')
    return { step, initialState }
  }
}
