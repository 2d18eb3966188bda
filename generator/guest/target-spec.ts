import { type DesignName, designNames, type Target, targetName } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import { type Probed, storedTarget, storedTargets } from './probe.js'

/** One side of a contrast: what it was called, and what that is. */
export type NamedTarget = { readonly name: string; readonly target: Target }

/** What merged Landlock alone is called. */
export const merged = 'none'

/** The newest target that was probed. */
export const newest = 'abi'

/** Designs by name, in one order and each once; undefined if a word is none. */
export function designsIn(text: string): readonly DesignName[] | undefined {
  if (text === merged) return []
  const words = text.split(',')
  const known = designNames.filter(name => words.includes(name))
  return words.every(word => known.some(name => name === word)) ? known : undefined
}

const targetNames = (stored: readonly Probed[]): readonly string[] =>
  [...new Set(stored.map(({ target }) => targetName(target)))].sort()

/** What a side is called: designs on a target, or a target of its own. Errors: E_USAGE for what is neither, E_TARGET. */
export async function namedTarget(name: string, base: () => Promise<Target>): Promise<NamedTarget> {
  const designs = designsIn(name)
  if (designs !== undefined) return { name, target: { ...(await base()), designs } }
  try {
    return { name, target: (await storedTarget(name)).target }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    throw await unknown(name)
  }
}

async function unknown(name: string): Promise<ToolError> {
  const probed = targetNames(await storedTargets()).join(', ') || 'none yet'
  return new ToolError(
    'E_USAGE',
    `${JSON.stringify(name)} is no design and no target. Possible are ${designNames.join(', ')} (several with commas between them), ${merged} for merged Landlock alone, and the targets that were probed: ${probed}.`,
  )
}

/** Error: E_USAGE for a name that cannot be that of a side, whatever kernel there is. */
export async function checkName(name: string): Promise<void> {
  if (designsIn(name) === undefined && !/^abi-\d/.test(name)) throw await unknown(name)
}

/** A target that was probed, or one with designs put on it: `abi-11+socket-create`. Error: E_TARGET. */
export async function targetCalled(name: string): Promise<Target> {
  const [first = '', ...words] = name.split('+')
  const designs = words.length === 0 ? undefined : designsIn(words.join(','))
  if (designs === undefined) return (await storedTarget(name)).target
  return { ...(await storedTarget(first)).target, designs }
}

/** Error: E_USAGE where both sides are one. */
export function checkTwo([a, b]: readonly [NamedTarget, NamedTarget]): void {
  if (JSON.stringify(a.target) !== JSON.stringify(b.target)) return
  const given = a.name === b.name ? `${a.name} is named twice` : `${a.name} and ${b.name} are the same`
  throw new ToolError('E_USAGE', `${given}: name two things that differ.`)
}
