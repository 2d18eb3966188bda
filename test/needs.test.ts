import t from 'tap'
import { missing } from '../specs/needs.js'

const target = { lacks: { io_uring: 'ENOSYS', compat: 'SIGSEGV', audit: 'EPERM' } }

t.test('a program that needs nothing is missing nothing, whatever the kernel lacks', async t => {
  t.equal(missing(target, { ops: [{ kind: 'query', what: 'abi' }] }), null)
})

t.test('a program that reads what is logged is missing audit where there is none', async t => {
  const program = { ops: [{ kind: 'read_audit' }] } as const
  t.same(missing(target, program), { feature: 'audit', refused: 'EPERM' })
  t.equal(missing({ lacks: {} }, program), null)
})
