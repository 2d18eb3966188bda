import t from 'tap'
import { processorClock } from '../../generator/fuzz/processor.js'
import { exec } from '../../generator/shared/exec.js'

t.test('what this process does and what its children do is counted apart', async t => {
  const spent = processorClock()
  await exec('sh', ['-c', 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'])
  const { host, kernels } = spent()
  t.ok(kernels >= 0.05, `${kernels} s of a child that only counts`)
  t.ok(host < kernels, `${host} s of this process, which only waits`)
})
