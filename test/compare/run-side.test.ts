import t from 'tap'
import { runSide } from '../../generator/compare/run-side.js'
import type { Machine } from '../../generator/guest/machine.js'
import { startJob } from '../../generator/run/job.js'
import { ToolError } from '../../generator/shared/error.js'
import { candidates } from '../../generator/suite/sample.js'
import { program, tcp } from '../../specs/arbitrary/ops.js'
import { targets } from '../targets.js'

const [target = fail()] = targets
function fail(): never {
  throw new Error('no target')
}
const [one = fail()] = candidates(target, [program(tcp(0))])
const tests = [{ ...one, law: 'a-law', name: 'a_law_0' }]
const kernel = { kind: 'native', ref: 'a', config: null, origin: 'here' } as const
const built = { id: '0'.repeat(64), binary: 'suite' }

/** A kernel whose guest ends by this error. */
const failing = (error: Error) => {
  const start = async (): Promise<never> => {
    throw error
  }
  const machine: Machine = { kernel, notes: [], pack: async () => 'packed', start }
  return { machine, probed: { target, release: '7.3', untold: [] } }
}

t.test('what goes wrong on one side is missing there, and is no end of the other', async t => {
  const job = await startJob(t.testdir(), () => {})
  const { observed } = await runSide(failing(new ToolError('E_QEMU', 'It ended.')), built, tests, job)
  t.match(observed, { channel: '', lost: ['nothing that it gave counts: E_QEMU: It ended.'] })
})

t.test('whoever stops us wants no verdict, and a bug of ours is told as one', async t => {
  const job = await startJob(t.testdir(), () => {})
  await t.rejects(runSide(failing(new ToolError('E_STOPPED', 'Stopped.')), built, tests, job), {
    code: 'E_STOPPED',
  })
  await t.rejects(runSide(failing(new TypeError('a bug')), built, tests, job), /a bug/)
})
