import { join } from 'node:path'
import { observeAll } from '../fuzz/executor/execute.js'
import type { Executor } from '../fuzz/executor/executor.js'
import { type ExecutorParts, executorIn } from '../fuzz/executor/executor-in.js'
import type { Suite, Test } from '../suite/suite.js'
import { type Figure, figure } from './figure.js'

/** How long guests with the executor take to answer a first program: the one that boots, and those that go on from its saved state. */
export async function measureStarts(
  { kernel, tools, binary, scratch }: Omit<ExecutorParts, 'target'>,
  { target, tests: [first] }: Suite,
  turns: number,
): Promise<readonly Figure[]> {
  if (first === undefined) throw new Error('a suite without programs')
  const executor = await executorIn({ kernel, tools, binary, target, scratch })
  const booted = await secondsToAnswer(executor, first, join(scratch, 'start-0'))
  const restored: number[] = []
  for (let turn = 1; turn <= turns; turn++)
    restored.push(await secondsToAnswer(executor, first, join(scratch, `start-${turn}`)))
  const seconds = (name: string, turns: readonly number[]): Figure =>
    figure({ name: `first answer of a guest that ${name}`, unit: 's', goal: null, turns })
  return [seconds('boots and is saved', [booted]), seconds('goes on from there', restored)]
}

async function secondsToAnswer(executor: Executor, test: Test, folder: string): Promise<number> {
  const begun = performance.now()
  let seconds = Number.NaN
  const start: Executor['start'] = (programs, where, onLine) =>
    executor.start(programs, where, line => {
      if (line.startsWith('ok 1 ')) seconds = (performance.now() - begun) / 1_000
      onLine(line)
    })
  await observeAll({ ...executor, start }, [test], folder)
  return seconds
}
