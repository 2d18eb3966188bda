import t from 'tap'
import { isDeadlock } from '../../generator/judge/hang.js'

const waiting = 'actor 0, thread 0 (S): schedule+0x28/0xa0 wait_for_completion_interruptible+0x24/0x40'
const locked = 'actor 0, thread 1 (D): schedule+0x28/0xa0 rwsem_down_read_slowpath+0x2ca/0x590'

t.test('threads wait for each other if all of them sleep, and one of them for a lock', async t => {
  t.equal(isDeadlock([waiting, locked]), true)
  t.equal(isDeadlock([]), false)
  t.equal(isDeadlock([waiting]), false, 'nobody holds what another one needs')
  t.equal(isDeadlock([waiting, locked.replace('(D)', '(S)')]), false)
  t.equal(isDeadlock([locked, 'actor 1, thread 0 (R):']), false, 'whoever runs may let go of it')
  t.equal(isDeadlock([waiting, 'actor 1, thread 0 (D): kernel_clone+0x1/0x2']), false, 'a child is no lock')
})
