import t from 'tap'
import { create, enforce, program } from '../specs/arbitrary/ops.js'
import { knownSize } from '../specs/attr-size.js'
import { kinds, open, ruleFor, socketLayer, v4RuleFor } from '../specs/designs/ops.js'
import { defaultProtocol } from '../specs/designs/socket-create-v4/model.js'
import { predict } from '../specs/model/predict.js'
import type { Op, Program } from '../specs/program.js'
import { designNames, type Target } from '../specs/target.js'
import { designTargets } from './design-targets.js'
import { targets } from './targets.js'

const last = (target: Target, of: Program) => predict(target, of)?.allowed.at(-1)

const handled = { handled_access_socket: ['create'] } as const

t.test('a kernel without designs answers E2BIG to their field and EINVAL to their rules', async t => {
  for (const target of targets) {
    const size = knownSize({ ...target, designs: ['socket-create'] })
    const make: Op = { kind: 'create_ruleset', as: 0, attr: handled, size }
    t.strictSame(last(target, program(make)), ['E2BIG'])
    t.strictSame(last(target, program({ ...make, attr: { handled_access_net: ['bind_tcp'] } } as Op)), ['OK'])
    const net = create(target, 0, { handled_access_net: ['bind_tcp'] })
    t.strictSame(last(target, program(net, ruleFor(0, [], kinds.tcp))), ['EINVAL'])
    t.strictSame(last(target, program(net, v4RuleFor(0, kinds.tcp))), ['EINVAL'])
  }
})

t.test('the field of the designs stands behind those of the ABI', async t => {
  const sizes = designTargets.map(target => [target.abi, knownSize(target)].join())
  t.strictSame([...new Set(sizes)], ['6,32', '11,56'])
  const old = designTargets.find(({ abi, designs }) => abi === 6 && designs.length === designNames.length)
  if (old === undefined) throw new Error('no target')
  // What is quiet_access_fs to a newer kernel is the field of the designs to this one.
  const make: Op = { kind: 'create_ruleset', as: 0, attr: { quiet_access_fs: ['execute'] }, size: 32 }
  t.strictSame(last(old, program(make, enforce(0), open(0, kinds.tcp))), ['EACCES'])
})

t.test('each design has its right, and no other one', async t => {
  const rights = ['create', 'protocol', 'use', 'receive', 'send'] as const
  const known = (target: Target): string =>
    rights
      .filter(
        right =>
          last(target, program(create(target, 0, { handled_access_socket: [right] })))?.join() === 'OK',
      )
      .join()
  const expected = {
    'socket-create': 'create',
    'socket-protocol': 'protocol',
    'socket-fd': 'use,receive,send',
    'socket-create-v4': 'create',
  }
  for (const target of designTargets)
    t.equal(
      known(target),
      target.designs.length > 1 ? rights.join() : expected[target.designs[0] ?? 'socket-create'],
    )
})

t.test('protocol 0 is the default of families that have one', async t => {
  const of = (domain: number, type: number) => defaultProtocol({ domain, type })
  t.strictSame([of(2, 1), of(10, 1), of(2, 2), of(10, 5), of(2, 3)], [6, 6, 17, 132, 0])
  t.strictSame([of(1, 1), of(1, 2), of(40, 1), of(16, 3), of(17, 2)], [1, 1, 40, 0, 0])
})

t.test('a denied socket is not there, and an allowed one is', async t => {
  for (const target of designTargets.filter(({ designs }) => designs[0] === 'socket-create')) {
    const sandbox = socketLayer(target, 0, ['create'], [kinds.udp])
    const asked: Op = { kind: 'getsockopt', socket: 0 }
    t.strictSame(last(target, program(sandbox, open(0, kinds.tcp), asked)), ['EBADF'])
    t.strictSame(last(target, program(sandbox, open(0, kinds.udp), asked)), ['=2'])
  }
})
