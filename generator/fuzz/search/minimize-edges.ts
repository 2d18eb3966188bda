import { predict } from '../../../specs/model/predict.js'
import type { Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { programId } from '../../suite/codec.js'
import type { Test } from '../../suite/suite.js'
import type { Request } from '../executor/executor.js'
import type { Answer } from '../executor/listen.js'
import { type CorpusCoverage, edgesIn } from './coverage.js'

/** So many edges can be asked for: MAX_ASKED of templates/executor/coverage.h. */
const mostAsked = 32

/** Makes programs smaller that reach edges of a kernel: whether one still does with an op less, only running it tells. */
type EdgeMinimizer = {
  /** This is what a program has to cover, with an edge at least. */
  readonly begin: (program: Program, wanted: readonly number[]) => void
  /** A program with an op less, and the edges that it should reach; undefined if there is none to try. */
  readonly next: () => Request | undefined
  readonly heard: (test: Test, answer: Answer) => void
}

/** A program, what is left of it, and the op that is left out next: the last ones first. */
type Task = {
  readonly whole: Program
  readonly wanted: readonly number[]
  left: Program
  at: number
}

/**
 * Each op of a program is left out once, and what is not answered leaves the program as it is, as does one that reaches a great many edges.
 * @param law is whose programs they are
 * @param replace hears of a program that became smaller, when no op of it is left to try
 */
export function edgeMinimizer(
  target: Target,
  law: string,
  { covers }: CorpusCoverage,
  replace: (whole: Program, left: Program) => void,
): EdgeMinimizer {
  const tasks: Task[] = []
  const running = new WeakMap<Test, Task>()

  const begin: EdgeMinimizer['begin'] = (program, wanted) => {
    if (edgesIn(wanted).length > mostAsked) return
    tasks.push({ whole: program, wanted, left: program, at: program.ops.length - 1 })
  }
  const withOneLess = (task: Task): Request | undefined => {
    for (; task.at >= 0 && task.left.ops.length > 1; task.at -= 1) {
      const program = { ops: task.left.ops.toSpliced(task.at, 1) }
      const prediction = predict(target, program)
      if (prediction === undefined || !covers(prediction.clauses, task.wanted)) continue
      const id = programId(program)
      return { id, name: id, law, program, ...prediction, asked: edgesIn(task.wanted) }
    }
    return undefined
  }
  return {
    begin,
    next: () => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
        const request = withOneLess(task)
        if (request !== undefined) {
          running.set(request, task)
          return request
        }
        if (task.left !== task.whole) replace(task.whole, task.left)
      }
      return undefined
    },
    heard: (test, { edges = [] }) => {
      const task = running.get(test)
      if (task === undefined) return
      const reached = new Set(edges)
      if (edgesIn(task.wanted).every(edge => reached.has(edge))) task.left = test.program
      task.at -= 1
      tasks.push(task)
    },
  }
}
