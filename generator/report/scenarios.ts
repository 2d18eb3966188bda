import { type Prediction, predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import { type Spec, speaks } from '../../specs/spec.js'
import { type DesignName, designNames, type Target } from '../../specs/target.js'
import { describe } from '../suite/describe.js'
import type { Law } from '../suite/suite.js'

/** A scenario with its story in words. */
export type Scenario = { readonly spec: Spec; readonly law: Law }

/** One program under one design, with what the model allows. */
type ScenarioPrediction = {
  readonly design: DesignName
  readonly program: Program
  readonly allowed: Prediction['allowed']
}

const predictedBy = (spec: Spec, target: Target, design: DesignName): readonly ScenarioPrediction[] => {
  const under = { ...target, designs: [design] }
  if (!speaks(spec, under)) return []
  return (spec.always?.(under) ?? []).map(program => {
    const prediction = predict(under, program)
    if (prediction === undefined) throw new Error(`${spec.name} leaves what the model speaks about`)
    return { design, program, allowed: prediction.allowed }
  })
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

/** Where each design has words of its own, one row stands for all of them. */
const sandboxRow = 'the sandbox, in the words of the design'

const rowsOf = (story: readonly ScenarioPrediction[]): readonly string[] => {
  const steps = story[0]?.program.ops ?? []
  const rows = steps.map((_, step) => {
    const words = story.map(({ program }) =>
      program.ops[step] === undefined ? '' : describe(program.ops[step]),
    )
    const isSame = words.every(one => one === words[0])
    const outcomes = story.map(({ allowed }) => allowed[step]?.join(' or ') ?? '')
    return row([isSame ? (words[0] ?? '') : sandboxRow, ...outcomes])
  })
  return rows.filter((one, index) => !one.includes(sandboxRow) || one !== rows[index - 1])
}

const tableOf = (story: readonly ScenarioPrediction[]): string =>
  [
    row(['step', ...story.map(({ design }) => design)]),
    row(['---', ...story.map(() => '---')]),
    ...rowsOf(story),
  ].join('\n')

/** Each program of a story under every design, side by side. */
const sectionOf = ({ spec, law }: Scenario, target: Target): string => {
  const byDesign = designNames
    .map(design => predictedBy(spec, target, design))
    .filter(({ length }) => length > 0)
  const count = Math.max(...byDesign.map(({ length }) => length))
  const tables = Array.from({ length: count }, (_, index) =>
    tableOf(byDesign.flatMap(story => story.slice(index, index + 1))),
  )
  return [`## ${law.name}`, law.claim, ...tables].join('\n\n')
}

/** The page of the scenarios: each story, and what the model says of it under each design. */
export const scenariosPage = (scenarios: readonly Scenario[], target: Target): string =>
  `${[
    '# Scenarios',
    `What the discussion of 2023 talks about, as programs. What each step gives is computed by the model, for ABI ${target.abi}; a run on a kernel with a design compares it with what the kernel does. Written by \`landlockstep scenarios\`.`,
    ...scenarios.map(scenario => sectionOf(scenario, target)),
  ].join('\n\n')}\n`
