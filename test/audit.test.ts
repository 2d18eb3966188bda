import t from 'tap'
import { readObservations } from '../generator/guest/ktap.js'
import { scratchFolder } from '../generator/shared/cache.js'
import { exec } from '../generator/shared/exec.js'
import { withoutTimes } from './faults/without-times.js'
import { buildHarness } from './harness-program.js'

const expected = `KTAP version 1
# suite 0123012301230123012301230123012301230123012301230123012301230123
1..1
  KTAP version 1
  # Subtest: records
  1..3
  # begin loses_some
  # step 8: observed =lost, allowed only =deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)
  # steps OK OK EACCES EACCES EACCES EACCES EACCES EACCES =lost OK
  not ok 1 loses_some # audit records were lost
  # begin has_all
  # steps OK EACCES =deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0) =none
  ok 2 has_all
  # begin expects_another
  # step 0: observed =none, allowed only =deny(1,net.bind_tcp)
  # steps =none
  not ok 3 expects_another
not ok 1 records
# end
`

t.test('records that were lost make a test say nothing, and the next one has its own again', async t => {
  await scratchFolder(async folder => {
    // Who logs more than is taken waits for the kernel, and on a busy machine that takes long.
    const env = { LANDLOCKSTEP_TIMEOUT: '60' }
    const { stdout } = await exec(await buildHarness(folder, 'audit'), [], { env })
    if (/SKIP Landlock is|SKIP no audit records/.test(stdout)) {
      t.comment('nothing is logged here, or not for us')
      return
    }
    t.equal(withoutTimes(stdout), expected)
    t.match(readObservations(stdout).get('loses_some'), {
      end: 'lost',
      detail: 'audit records were lost',
    })
  })
})

t.test('without a right to the records a test is skipped, and that is no agreement', async t => {
  await scratchFolder(async folder => {
    const program = await buildHarness(folder, 'audit')
    const { stdout } = await exec('unshare', ['--user', '--map-root-user', program])
    if (/SKIP Landlock is/.test(stdout)) return
    t.match(stdout, /# begin has_all\n {2}ok 2 has_all # SKIP no audit records: /)
    t.match(readObservations(stdout).get('has_all'), { end: 'lost', detail: /^SKIP no audit records/ })
  })
})
