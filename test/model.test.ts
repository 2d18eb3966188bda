import t from 'tap'
import { readAudit } from '../specs/arbitrary/audit.js'
import {
  accept,
  at,
  bind,
  close,
  connect,
  layer,
  listen,
  mptcp,
  program,
  sandbox,
  tcp,
  udp,
} from '../specs/arbitrary/ops.js'
import { predict } from '../specs/model/predict.js'
import type { Op, Port, Program } from '../specs/program.js'
import type { Target } from '../specs/target.js'
import { targets } from './targets.js'

const [abi6, , abi11] = targets
if (abi6 === undefined || abi11 === undefined) throw new Error('no targets')

const last = (target: Target, of: Program) => predict(target, of)?.allowed.at(-1)

/** Socket 1 is connected to socket 2, which socket 0 accepted. */
const served = (open: (as: number) => Op): readonly Op[] => [
  open(0),
  bind(0, at('a')),
  listen(0),
  open(1),
  connect(1, at('a')),
  accept(0, 2),
]

t.test('before erratum 1 was fixed, the rights of TCP were also about MPTCP', async t => {
  const binds = program(layer(abi6, 0, ['bind_tcp']), mptcp(0), bind(0, at('a')))
  t.same(last(abi6, binds), ['OK'])
  t.same(last({ ...abi6, errata: 14 }, binds), ['EACCES'])
  t.same(last({ ...abi6, errata: null }, binds), ['EACCES'])
})

t.test(
  'a kernel without a right, a scope or a field refuses a ruleset with it by the error of its ABI',
  async t => {
    const asks = (attr: Parameters<typeof sandbox>[2]) => program(sandbox(abi11, 0, attr).slice(0, 1))
    t.same(last({ ...abi6, abi: 3 }, asks({ handled_access_net: ['bind_tcp'] })), ['E2BIG'])
    t.same(last({ ...abi6, abi: 4 }, asks({ handled_access_net: ['bind_udp'] })), ['EINVAL'])
    t.same(last({ ...abi6, abi: 5 }, asks({ scoped: ['signal'] })), ['E2BIG'])
    t.same(last({ ...abi6, abi: 8 }, asks({ handled_access_fs: ['resolve_unix'] })), ['EINVAL'])
    t.same(last(abi11, asks({ handled_access_fs: ['resolve_unix'] })), ['OK'])
  },
)

t.test('on kernels whose hook looks at any network right, one right brings the errno of another', async t => {
  const binds = program(
    layer(abi6, 0, ['connect_tcp']),
    tcp(0),
    bind(0, { family: 'AF_INET6', host: '::1', port: 'a' }),
  )
  t.same(last(abi6, binds), ['EINVAL'])
  t.same(last({ ...abi6, behaviours: ['hook_by_right'] }, binds), ['EAFNOSUPPORT'])
})

t.test('before records told of the socket, they told of the call alone', async t => {
  const denied = program(
    tcp(0),
    bind(0, at('a')),
    layer(abi11, 0, ['connect_tcp']),
    connect(0, at('b')),
    readAudit,
  )
  const [own, called] = ['laddr=127.0.0.1,lport=a,', 'daddr=127.0.0.1,dest=b']
  const old = abi11.behaviours.filter(one => one !== 'socket_in_records')
  t.same(last(abi11, denied), [`=deny(1,net.connect_tcp,${own}${called})+alloc(1,by=0)`])
  t.same(last({ ...abi11, behaviours: old }, denied), [`=deny(1,net.connect_tcp,${called})+alloc(1,by=0)`])
})

t.test(
  'a TIPC socket takes no reserved type, and SCTP is not dissolved, whatever else the address is',
  async t => {
    const kernel = {
      ...abi11,
      sockets: { ...abi11.sockets, '30:1:0': { root: 'OK', dropped: 'OK' } },
    } as const
    const tipc: Op = {
      ...{ kind: 'socket', as: 0, domain: 'AF_TIPC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
    }
    const named = (port: number, length?: number): Op =>
      bind(0, { family: 'AF_TIPC', host: '::1', port, ...(length === undefined ? {} : { length }) })
    const outcomes = [named(514), named(256), named(512, 16), named(512, 15), named(0x300)]
    t.same(
      outcomes.map(op => last(kernel, program(tipc, op))),
      [['EACCES'], ['EACCES'], ['EACCES'], ['!EACCES'], ['!EACCES']],
    )
    const sctp: Op = {
      ...{ kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_SCTP' },
    }
    const dissolves = (length: number): Op => connect(0, { ...at('a'), family: 'AF_UNSPEC', length })
    t.same(
      [1, 2, 15, 16].map(length => last(abi11, program(sctp, dissolves(length)))),
      [['EINVAL'], ['EOPNOTSUPP'], ['EOPNOTSUPP'], ['EOPNOTSUPP']],
    )
  },
)

t.test('what the model says nothing about has no prediction', async t => {
  t.equal(predict(abi11, program({ kind: 'kill', target: 5 })), undefined)
  t.equal(predict(abi11, program({ ...tcp(0), actor: 3 })), undefined)
})

t.test('what other stacks do to TCP, or ask for once more, is not for the model to say', async t => {
  const target: Target = { ...abi11, sockets: { ...abi11.sockets, '2:1:256': { root: 'OK', dropped: 'OK' } } }
  const smc = { ...tcp(0), protocol: 'IPPROTO_SMC' } as const
  t.same(last(target, program(smc, bind(0, at('a')), tcp(1), bind(1, at('b')))), ['OK'])
  t.equal(predict(target, program(smc, bind(0, at('a')), tcp(1), bind(1, at('a')))), undefined)
  t.equal(predict(target, program(smc, bind(0, at('a')), tcp(1), connect(1, at('a')))), undefined)
  const sctp = { ...tcp(0), protocol: 'IPPROTO_SCTP' } as const
  const dropped = (port: Port) => program(sctp, bind(0, at(port)), { kind: 'drop_caps' }, connect(0, at('a')))
  t.same(last(target, dropped(1024)), ['ECONNREFUSED'])
  t.equal(predict(target, dropped(81)), undefined)
})

t.test('a socket of SMC holds a port, and may become one of TCP that Landlock judges', async t => {
  const target: Target = { ...abi11, sockets: { ...abi11.sockets, '2:1:256': { root: 'OK', dropped: 'OK' } } }
  const smc = (as: number) => ({ ...tcp(as), protocol: 'IPPROTO_SMC' }) as const
  const option = (socket: number, name: 'SO_REUSEADDR' | 'TCP_FASTOPEN_CONNECT'): Op => {
    return { kind: 'setsockopt', socket, option: name, value: 1 }
  }
  t.equal(predict(target, program(tcp(0), bind(0, at('a')), smc(1), bind(1, at('a')), listen(0))), undefined)
  t.same(last(target, program(tcp(0), bind(0, at('a')), smc(1), bind(1, at('b')), listen(0))), ['OK'])
  const connects = (...before: readonly Op[]) =>
    program(layer(target, 0, ['connect_tcp']), smc(0), before, connect(0, at('a')))
  t.same(last(target, connects(option(0, 'SO_REUSEADDR'))), ['!EACCES'])
  t.equal(predict(target, connects(option(0, 'TCP_FASTOPEN_CONNECT'))), undefined)
  t.equal(predict(target, connects(connect(0, at('b')))), undefined)
  t.equal(predict(target, program(smc(0), accept(0, 1), connect(1, at('a')))), undefined)
})

t.test('who sent what nobody read is reset when its peer ends, and gives back its port', async t => {
  const send: Op = { kind: 'sendto', socket: 1 }
  const ends = (...deeds: readonly Op[]) => program(served(tcp), deeds, bind(1, at('b')))
  t.same(last(abi11, ends(send)), ['EINVAL'])
  t.same(last(abi11, ends(close(2))), ['EINVAL'])
  t.same(last(abi11, ends(send, close(2))), ['OK'])
})

t.test('what the other end of MPTCP does is heard later, and when the model does not say', async t => {
  const recv: Op = { kind: 'recv', socket: 1 }
  t.same(last(abi11, program(served(mptcp), recv)), ['EAGAIN'])
  t.equal(predict(abi11, program(served(mptcp), close(2), recv)), undefined)
  t.equal(
    predict(abi11, program(served(mptcp), connect(2, { ...at('a'), family: 'AF_UNSPEC' }), recv)),
    undefined,
  )
})

t.test('of sockets that share a port one receives, and the model does not say which', async t => {
  const shared = (socket: number): readonly Op[] => [
    udp(socket),
    { kind: 'setsockopt', socket, option: 'SO_REUSEPORT', value: 1 },
    bind(socket, at('a')),
  ]
  const sends: Op = { kind: 'sendto', socket: 2, address: at('a') }
  const recv: Op = { kind: 'recv', socket: 0 }
  t.same(last(abi11, program(shared(0), shared(1), udp(2), recv)), ['EAGAIN'])
  t.same(last(abi11, program(shared(0), shared(1), udp(2), sends, recv)), ['EAGAIN', 'OK'])
  t.same(last(abi11, program(shared(0), udp(2), sends, recv)), ['OK'])
})

t.test('who connects from the port of another connection may meet it', async t => {
  const reuse = (socket: number): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEADDR', value: 1 })
  const self = (socket: number): readonly Op[] => [
    tcp(socket),
    reuse(socket),
    bind(socket, at('a')),
    connect(socket, at('a')),
  ]
  t.same(last(abi11, program(self(0))), ['OK'])
  t.equal(predict(abi11, program(self(0), self(1))), undefined)
})

/** Who shares the port of an SCTP socket, the model does not say. */
const sharing: readonly Op[] = [
  { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_SCTP' },
  { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 },
  listen(0),
]

t.test('a socket that another stack may have accepted is there or not', async t => {
  const accepts = program(sharing, accept(0, 1), close(1))
  t.same(predict(abi11, accepts)?.allowed.slice(3), [['!EACCES'], ['EBADF', 'OK']])
})

t.test('of several states that are possible the model has to speak of each', async t => {
  const accepts = program(tcp(1), sharing, accept(0, 1))
  t.same(last(abi11, program(accepts.ops, bind(1, at('a'))))?.toSorted(), ['!EACCES', 'OK'])
  const byOption: Op = { kind: 'bindx', socket: 1, address: at('a') }
  t.equal(
    predict(abi11, program(accepts.ops, byOption)),
    undefined,
    'of TCP and an option of SCTP it says nothing',
  )
})

t.test('a listener of MPTCP accepts a client of TCP as TCP, which Landlock judges', async t => {
  const client = (open: (as: number) => Op): Program =>
    program(
      [mptcp(0), bind(0, at('a')), listen(0), open(1), connect(1, at('a')), accept(0, 2)],
      layer(abi11, 0, ['connect_tcp']),
      connect(2, { ...at('a'), family: 'AF_UNSPEC' }),
      connect(2, at('b')),
    )
  t.same(last(abi11, client(tcp)), ['EACCES'])
  t.same(last(abi11, client(mptcp)), ['ECONNREFUSED'])
})

t.test('once several may have received, nobody knows from whom the oldest datagram is', async t => {
  const shared: Op = { kind: 'setsockopt', socket: 0, option: 'SO_REUSEPORT', value: 1 }
  const heard = program(
    [udp(0), shared, bind(0, at('a')), udp(1), bind(1, at('b'))],
    { kind: 'sendto', socket: 1, address: at('a') },
    { kind: 'recvfrom', socket: 0 },
  )
  t.same(last(abi11, heard), ['=b'])
  const [made, others] = [heard.ops.slice(0, -1), heard.ops.slice(-2)]
  const second = program(made, [udp(2), { ...shared, socket: 2 }, bind(2, at('a'))], others)
  t.equal(predict(abi11, second), undefined)
})

t.test('an address without length is none to a ring', async t => {
  const sends = (route?: 'io_uring' | 'thread'): Program =>
    program(udp(0), {
      ...{ kind: 'sendto', socket: 0, address: { ...at('a'), length: 0 } },
      ...(route === undefined ? {} : { route }),
    } as Op)
  t.same(last(abi11, sends()), ['EINVAL'])
  t.same(last(abi11, sends('thread')), ['EINVAL'])
  t.same(last(abi11, sends('io_uring')), ['EDESTADDRREQ'])
})

t.test(
  'a connection through a submitting thread is its own to find, once all threads are sandboxed',
  async t => {
    const connects = (flags: number): Program =>
      program(
        [tcp(0), bind(0, at('a')), listen(0), tcp(1)],
        sandbox(abi11, 0, { handled_access_net: ['connect_tcp'] }).map(op =>
          op.kind === 'restrict_self' ? { ...op, flags } : op,
        ),
        { ...connect(1, at('a')), route: 'early_sqpoll' } as Op,
      )
    t.same(last(abi11, connects(0)), ['OK'])
    t.equal(predict(abi11, connects(8)), undefined)
  },
)
