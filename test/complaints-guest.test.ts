import { join } from 'node:path'
import t from 'tap'
import { observeAll } from '../generator/fuzz/executor/execute.js'
import { findingOf, verdictOf } from '../generator/fuzz/findings/finding.js'
import { planted } from '../generator/kernel/lab/plant.js'
import { ready, startJob } from '../generator/run/job.js'
import { loadLaws } from '../generator/suite/laws.js'
import { renderExecutor } from '../generator/suite/render.js'
import { candidates } from '../generator/suite/sample.js'
import { program, tcp } from '../specs/arbitrary/ops.js'
import { emptyFolder } from './empty-folder.js'
import { executorOn } from './guest-executor.js'

const quiet = (): void => {}

/** Says something in the kernel's log while the third program runs, as the kernel itself would. */
const complaint = {
  name: 'says so',
  file: 'executor.c',
  find: '	end_with_complaint();\n',
  replace: `	if (program.number == 2) {
		FILE *const log = fopen("/dev/kmsg", "w");

		fputs("<4>WARNING: possible circular locking dependency detected\\n", log);
		fclose(log);
	}
	end_with_complaint();
`,
}

t.test('a complaint that leaves the kernel running is a finding of the very program that ran', async t => {
  const scratch = emptyFolder()
  const { machine, probed } = await ready('debian:trixie', await startJob(join(scratch, 'job'), quiet))
  const { target } = probed
  const sources = renderExecutor(target, []).map(file =>
    file.path === complaint.file ? { ...file, content: planted(complaint, file.content) } : file,
  )
  const executor = await executorOn(machine, target, scratch, sources)
  const [one] = candidates(target, [program(tcp(0))])
  if (one === undefined) throw new Error('the model says nothing about it')
  const tests = ['a', 'b', 'c', 'd'].map(id => ({ ...one, law: 'denial-is-final', name: id, id }))
  const seen = await observeAll(executor, tests, scratch)
  const specs = await loadLaws()
  const verdicts = tests.map(test => {
    const found = seen.get(test.id)
    const verdict = found && verdictOf(test, found, { target, specs, known: [] })
    return findingOf(verdict)?.divergence.observed ?? verdict?.kind
  })
  t.strictSame(verdicts, [
    'agrees',
    'agrees',
    'WARNING: possible circular locking dependency detected',
    'agrees',
  ])
})
