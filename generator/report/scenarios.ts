import { predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import { type DesignName, designNames, type Target } from '../../specs/target.js'
import type { Law } from '../suite.js'
import { describe } from '../words.js'

/** A scenario with its story in words. */
export type Scenario = { readonly spec: Spec; readonly law: Law }

const withDesign = (target: Target, design: DesignName): Target => ({ ...target, designs: [design] })

/** What each design's program comes to, step by step. */
const told = (target: Target, program: Program): readonly string[] => {
  const prediction = predict(target, program)
  if (prediction === undefined) throw new Error('a scenario leaves what the model speaks about')
  return program.ops.map((op, step) => `| ${describe(op)} | ${prediction.allowed[step]?.join(' or ')} |`)
}

const sectionOf = ({ spec, law }: Scenario, target: Target): string =>
  [
    `## ${law.name}`,
    law.claim,
    ...designNames.flatMap(design => {
      const under = withDesign(target, design)
      const programs = spec.applies?.(under) === false ? [] : (spec.always?.(under) ?? [])
      return programs.map((program, index) =>
        [
          `### ${design}${programs.length > 1 ? `, program ${index + 1}` : ''}`,
          ['| step | gives |', '|---|---|', ...told(under, program)].join('\n'),
        ].join('\n'),
      )
    }),
  ].join('\n\n')

/** The page of the scenarios: each story, and what the model says of it under each design. */
export const scenariosPage = (scenarios: readonly Scenario[], target: Target): string =>
  [
    '# Scenarios',
    `What the discussion of 2023 talks about, as programs. What each step gives is computed by the model, for ABI ${target.abi}; a run on a kernel with a design compares it with what the kernel does. Written by \`landlockstep scenarios\`.`,
    ...scenarios.map(scenario => sectionOf(scenario, target)),
    '',
  ]
    .join('\n\n')
    .trimEnd() + '\n'
