import t from 'tap'
import { missing } from '../specs/needs.js'
import type { Op, OpOf } from '../specs/program.js'

const lacks = { io_uring_bind: 'EINVAL', sqpoll: 'EPERM', compat: 'SIGSEGV', audit: 'EPERM' }

const by = (kind: 'listen' | 'accept', route: NonNullable<OpOf<'listen'>['route']>): Op =>
  kind === 'listen' ? { kind, socket: 0, route } : { kind, socket: 0, as: 1, route }

const missingFor = (...ops: readonly Op[]) => missing({ lacks }, { ops })

t.test('a program of plain system calls is missing nothing, whatever the kernel lacks', async t => {
  t.equal(missingFor({ kind: 'query', what: 'abi' }, { kind: 'listen', socket: 0 }), null)
  t.equal(missingFor(by('listen', 'fork'), by('accept', 'early_thread')), null)
})

t.test('a user namespace of one’s own needs a kernel that has them, a network does not', async t => {
  const lacks = { user_namespaces: 'EPERM' }
  t.same(missing({ lacks }, { ops: [{ kind: 'unshare', what: 'user' }] })?.feature, 'user_namespaces')
  t.equal(missing({ lacks }, { ops: [{ kind: 'unshare', what: 'net' }] }), null)
})

t.test('a route needs what carries it, and only for the calls that it cannot carry without', async t => {
  t.same(missingFor(by('listen', 'io_uring')), { feature: 'io_uring_bind', refused: 'EINVAL' })
  t.equal(missingFor(by('accept', 'io_uring')), null)
  t.same(missingFor(by('accept', 'early_sqpoll')), { feature: 'sqpoll', refused: 'EPERM' })
  t.same(missingFor(by('accept', 'fork'), by('accept', 'compat')), {
    feature: 'compat',
    refused: 'SIGSEGV',
  })
  t.equal(missingFor(by('accept', 'socketcall')), null, 'some machines have it without those')
})

t.test('a program that reads what is logged is missing audit where there is none', async t => {
  const program = { ops: [{ kind: 'read_audit' }] } as const
  t.same(missing({ lacks }, program), { feature: 'audit', refused: 'EPERM' })
  t.equal(missing({ lacks: {} }, program), null)
})
