import fc from 'fast-check'
import { anyProgram } from '../../specs/arbitrary/program.js'
import { type Cell, gridOf } from '../../specs/grid/grid.js'
import { predict } from '../../specs/model/predict.js'
import type { Target } from '../../specs/target.js'

/** Of so many calls, those about which the model is silent, and those for which it allows several outcomes. */
export type Spoken = { readonly calls: number; readonly silent: number; readonly several: number }

/** How much the model says of the calls of the grid: on each kind of socket, in all, and where it is silent; and of programs that are drawn call by call. */
export type GridCoverage = {
  readonly kinds: readonly ({ readonly kind: string } & Spoken)[]
  readonly all: Spoken
  readonly gaps: readonly ({ readonly kind: string; readonly state: string } & Spoken)[]
  readonly drawn: { readonly programs: number; readonly silent: number }
}

/** How many outcomes the model allows of a cell's call, 0 where it is silent; anything but a denial is more than one. */
function outcomes(target: Target, { program }: Cell): number {
  const allowed = predict(target, program)?.allowed.at(-1) ?? []
  return allowed[0] === '!EACCES' ? 2 : allowed.length
}

type JudgedCell = Cell & { readonly outcomes: number }

const spokenOf = (cells: readonly JudgedCell[]): Spoken => ({
  calls: cells.length,
  silent: cells.filter(({ outcomes }) => outcomes === 0).length,
  several: cells.filter(({ outcomes }) => outcomes > 1).length,
})

const namesOf = (cells: readonly JudgedCell[], field: 'kind' | 'state'): readonly string[] => [
  ...new Set(cells.map(cell => cell[field])),
]

const draws = { seed: 7, numRuns: 3_000 } as const

function drawnCoverage(target: Target): GridCoverage['drawn'] {
  const programs = fc.sample(anyProgram(target), draws)
  return {
    programs: programs.length,
    silent: programs.filter(program => predict(target, program) === undefined).length,
  }
}

/** What the model says of every call of the grid on a target. */
export function gridCoverage(target: Target): GridCoverage {
  const cells = gridOf(target).map(cell => ({ ...cell, outcomes: outcomes(target, cell) }))
  const kinds = namesOf(cells, 'kind').map(kind => ({ kind, own: cells.filter(cell => cell.kind === kind) }))
  return {
    kinds: kinds.map(({ kind, own }) => ({ kind, ...spokenOf(own) })),
    all: spokenOf(cells),
    gaps: kinds
      .flatMap(({ kind, own }) =>
        namesOf(own, 'state').map(state => ({
          kind,
          state,
          ...spokenOf(own.filter(cell => cell.state === state)),
        })),
      )
      .filter(({ silent }) => silent > 0),
    drawn: drawnCoverage(target),
  }
}
