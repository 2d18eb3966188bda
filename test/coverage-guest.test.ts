import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { observeAll } from '../generator/fuzz/executor/execute.js'
import { functionsOf } from '../generator/fuzz/kernel-coverage.js'
import { labKernel } from '../generator/kernel/lab/kernel.js'
import { imageOf, symbolsFile } from '../generator/kernel/resolve.js'
import { ready, startJob } from '../generator/run/job.js'
import { candidates } from '../generator/suite/sample.js'
import { at, bind, layer, program, tcp } from '../specs/arbitrary/ops.js'
import type { Program } from '../specs/program.js'
import { emptyFolder } from './empty-folder.js'
import { executorOn } from './guest-executor.js'

const ref = 'lab+kcov'
const quiet = (): void => {}
const unbuilt = async (): Promise<never> => {
  throw new Error('it is not in the cache')
}

const order = { prefix: '', instruments: ['kcov'], designs: [] }
const kernel = await labKernel(ref, order, quiet, unbuilt).catch(() => undefined)
const skip =
  kernel === undefined && `${ref} is not in the cache; \`npx landlockstep run --kernel ${ref}\` builds it`

t.test('a program that is denied reaches what one without a sandbox does not', { skip }, async t => {
  const scratch = emptyFolder()
  const { machine, probed } = await ready(ref, await startJob(join(scratch, 'job'), quiet))
  const { target } = probed
  const executor = await executorOn(machine, target, scratch)
  const testOf = (id: string, one: Program) => {
    const [test] = candidates(target, [one])
    if (test === undefined) throw new Error('the model says nothing about it')
    return { ...test, law: 'denial-is-final', name: id, id }
  }
  const free = program(tcp(0), bind(0, at('a')))
  const denied = program(layer(target, 0, ['bind_tcp']), tcp(0), bind(0, at('a')))
  const tests = [testOf('free', free), testOf('free again', free), testOf('denied', denied)]
  const seen = await observeAll(executor, tests, scratch)
  const symbols = readFileSync(join(dirname(imageOf(machine.kernel).image), symbolsFile), 'utf8')
  const edges = (id: string): readonly number[] => {
    const found = seen.get(id)?.edges
    if (found === undefined) throw new Error(`nothing is known of the edges of ${id}`)
    return found
  }
  const functions = (id: string) => Object.keys(functionsOf(symbols, edges(id)))
  t.ok(functions('free').includes('inet_bind'), 'the bind takes place')
  t.ok(edges('free again').length < edges('free').length / 10, 'next to nothing of it is new then')
  const denial = functions('denied').filter(name => /^(landlock_|hook_socket|current_check)/.test(name))
  t.ok(denial.includes('landlock_put_ruleset'), 'a sandbox is made')
  t.ok(denial.includes('current_check_access_socket'), 'and the check goes another way than without')
  t.ok(
    edges('denied').every(edge => !edges('free').includes(edge)),
    'what was told is not told again',
  )
  const [first, ...others] = edges('free')
  const asked = [first, others.at(-1)].filter(edge => edge !== undefined)
  const again = [testOf('before', free), { ...testOf('asked', free), asked }]
  const told = (await observeAll(executor, again, join(scratch, 'again'))).get('asked')?.edges ?? []
  t.ok(asked.length === 2 && asked.every(edge => told.includes(edge)), 'what is asked for is told again')
  t.ok(told.length < edges('free').length / 10, 'and only that')
})
