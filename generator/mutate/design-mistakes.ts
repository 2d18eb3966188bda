import { hasChosen } from '../../specs/designs/choices.js'
import type { Choices } from '../../specs/designs/decisions.js'
import type { Mistake } from '../../specs/designs/mistake.js'
import { type DesignName, designNames } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'

/** The mistakes that a design lists for its kernel code, or those of these names. Errors: E_DESIGN, E_USAGE. */
export async function mistakesOf(
  design: string,
  only?: readonly string[],
  choices?: Choices,
): Promise<readonly Mistake[]> {
  if (!isDesign(design))
    throw new ToolError('E_DESIGN', `No design is called ${design}; there are ${designNames.join(', ')}.`)
  const place = new URL(`../../specs/designs/${design}/mistakes/mistakes.js`, import.meta.url)
  const { mistakes }: { readonly mistakes: readonly Mistake[] } = await import(place.href)
  const names = mistakes.map(({ name }) => name)
  const unknown = only?.find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new ToolError('E_USAGE', `${design} has no mistake ${unknown}; its mistakes are below.`, {
      output: names.join('\n'),
    })
  return mistakes
    .filter(({ name }) => only?.includes(name) ?? true)
    .filter(one => choices === undefined || hasChosen({ choices }, one.choices ?? {}))
}

const isDesign = (name: string): name is DesignName => designNames.some(one => one === name)
