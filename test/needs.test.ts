import t from 'tap'
import { missing } from '../specs/needs.js'

t.test('a program that needs nothing is missing nothing, whatever the kernel lacks', async t => {
  const target = { lacks: { io_uring: 'ENOSYS', compat: 'SIGSEGV', audit: 'EPERM' } }
  t.equal(missing(target, { ops: [{ kind: 'query', what: 'abi' }] }), null)
})
