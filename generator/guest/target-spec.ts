import { namedDesigns } from '../../specs/designs/choices.js'
import { designNames, type Target, targetName } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import { type Probed, storedTarget, storedTargets } from './probe.js'

/** One side of a contrast: what it was called, and what that is. */
export type NamedTarget = { readonly name: string; readonly target: Target }

/** What merged Landlock alone is called. */
export const merged = 'none'

/** The newest target that was probed. */
export const newest = 'abi'

/** What a side has beside what is merged. */
type SideDesigns = Pick<Target, 'designs' | 'choices'>

/**
 * Designs by name, in one order and each once, with what is chosen of them; undefined if a word is none. Error: E_USAGE for choices that are none or
 * exclude each other.
 */
export function sideIn(text: string): SideDesigns | undefined {
  if (text === merged) return { designs: [] }
  const read = namedDesigns(text)
  if ('wrong' in read) {
    if (!text.includes('[')) return undefined
    throw new ToolError('E_USAGE', `${JSON.stringify(text)} is no design: ${read.wrong}`)
  }
  const { names, choices } = read
  const designs = designNames.filter(name => names.includes(name))
  if (designs.length < names.length) return undefined
  return { designs, ...(Object.keys(choices).length === 0 ? {} : { choices }) }
}

/** A target with other designs than it has. */
export const withSide = ({ choices: _, ...target }: Target, side: SideDesigns): Target => ({
  ...target,
  ...side,
})

const targetNames = (stored: readonly Probed[]): readonly string[] =>
  [...new Set(stored.map(({ target }) => targetName(target)))].sort()

/** What a side is called: designs on a target, or a target of its own. Errors: E_USAGE for what is neither, E_TARGET. */
export async function namedTarget(name: string, base: () => Promise<Target>): Promise<NamedTarget> {
  const side = sideIn(name)
  if (side !== undefined) return { name, target: withSide(await base(), side) }
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
    `${JSON.stringify(name)} is no design and no target. Possible are ${designNames.join(', ')} (several with commas between them, and choices in brackets, which landlockstep designs lists), ${merged} for merged Landlock alone, and the targets that were probed: ${probed}.`,
  )
}

/** Error: E_USAGE for a name that cannot be that of a side, whatever kernel there is. */
export async function checkName(name: string): Promise<void> {
  if (sideIn(name) === undefined && !/^abi-\d/.test(name)) throw await unknown(name)
}

/** A target that was probed, or one with designs put on it: `abi-11+socket-create`. Error: E_TARGET. */
export async function targetCalled(name: string): Promise<Target> {
  const [first = '', ...words] = name.split('+')
  const side = words.length === 0 ? undefined : sideIn(words.join(','))
  if (side === undefined) return (await storedTarget(name)).target
  return withSide((await storedTarget(first)).target, side)
}

/** Error: E_USAGE where both sides are one. */
export function checkTwo([a, b]: readonly [NamedTarget, NamedTarget]): void {
  if (JSON.stringify(a.target) !== JSON.stringify(b.target)) return
  const given = a.name === b.name ? `${a.name} is named twice` : `${a.name} and ${b.name} are the same`
  throw new ToolError('E_USAGE', `${given}: name two things that differ.`)
}
