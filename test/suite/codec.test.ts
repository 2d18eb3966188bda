import t from 'tap'
import { canonicalJson } from '../../generator/suite/codec/json.js'
import { checkTarget, programId, readProgram, writeJson } from '../../generator/suite/codec.js'
import type { Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'

const program: Program = {
  ops: [
    { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP' },
    { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    { kind: 'connect', socket: 0, address: { family: 'AF_UNIX', name: '@peer' } },
    {
      kind: 'connect',
      socket: 0,
      address: { family: 'AF_INET', host: '127.0.0.1', port: 'of:0', length: 2 },
    },
    {
      kind: 'add_rule',
      ruleset: 'none',
      type: 'net_port',
      attr: { allowed_access: ['bind_tcp'], port: 65536 },
    },
    { kind: 'connect', socket: 0, address: { family: 'AF_UNIX', name: '/path' } },
    { kind: 'sendto', socket: 0, address: { family: 'AF_UNIX', name: '' }, via: 'sendmmsg' },
    { kind: 'sendto', socket: 0, via: 'send' },
    { kind: 'recv', socket: 0 },
    { kind: 'shutdown', socket: 0, how: 'SHUT_WR' },
    { kind: 'bindx', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    { kind: 'connectx', socket: 0, address: { family: 'AF_INET6', host: '::1', port: 80 } },
    { kind: 'dup', socket: 0, as: 1 },
    { kind: 'setsockopt', socket: 0, option: 'IPV6_ADDRFORM', value: -1 },
    { kind: 'create_ruleset', as: 0, attr: 'unmapped', size: 8 },
    { kind: 'create_ruleset', as: 0, attr: null, size: 8 },
    { kind: 'add_rule', ruleset: 0, type: 'path_beneath', attr: 'unmapped' },
    {
      kind: 'add_rule',
      ruleset: 0,
      type: 3,
      attr: { allowed_access: ['make_sock'], parent: 'directory' },
    },
    { kind: 'drop_caps', keep: ['CAP_NET_RAW'] },
    { kind: 'unshare', what: 'user' },
    { kind: 'setns', what: 'net', of: 1 },
    { kind: 'race', pair: 'add_rule_restrict', tries: 10 },
    { kind: 'send_fd', socket: 0 },
    { kind: 'receive_fd', as: 1 },
    { kind: 'take_fd', from: 0, socket: 0, as: 1, actor: 1 },
    { kind: 'take_file', from: 0, actor: 1 },
    { kind: 'getsockopt', socket: 0 },
    { kind: 'getpeername', socket: 0 },
    { kind: 'seccomp', call: 'socket', errno: 'EPERM' },
    { kind: 'create_ruleset', as: 1, attr: { handled_access_socket: ['create'] }, size: 56 },
    {
      kind: 'add_rule',
      ruleset: 1,
      type: 'socket',
      attr: { allowed_access: ['create'], domain: 'AF_INET', type: 3 },
    },
    {
      kind: 'add_rule',
      ruleset: 1,
      type: 'socket_v4',
      attr: { allowed_access: ['create'], family: 'AF_INET', type: -1, protocol: 'IPPROTO_MPTCP' },
    },
  ],
}

const target: Target = {
  abi: 11,
  errata: 15,
  behaviours: ['hook_by_right'],
  designs: ['socket-create'],
  lacks: { compat: 'SIGSEGV' },
  sockets: { '2:1:0': { root: 'OK', dropped: 'OK' }, '17:3:0': { root: 'OK', dropped: 'EPERM' } },
}

const change = (edit: (text: string) => string) => () => readProgram(edit(JSON.stringify(program)), 'p.json')

t.test('a program comes back from its JSON as it was', async t => {
  t.strictSame(readProgram(writeJson(program), 'p.json'), program)
})

t.test('the id of a program is that of its content, whatever the order of the keys', async t => {
  const [first, ...rest] = program.ops
  const turned = {
    ops: [Object.fromEntries(Object.entries(first ?? {}).reverse()), ...rest],
  } as unknown as Program
  t.match(programId(program), /^[0-9a-f]{12}$/)
  t.equal(programId(turned), programId(program))
  t.not(programId({ ops: rest }), programId(program))
  t.equal(canonicalJson({ b: [{ d: 1, c: undefined }], a: null }), '{"a":null,"b":[{"d":1}]}')
})

t.test('an error says in which file, where inside it, what was expected and what is there', async t => {
  const bad = (edit: (text: string) => string, message: RegExp) =>
    t.throws(change(edit), { code: 'E_PROGRAM', message })
  bad(
    text => text.replace('"port":"a"', '"port":"eighty"'),
    /^p\.json: ops\[1\]\.address\.port: .*port.*"eighty"/,
  )
  bad(text => text.replace('"port":"a"', '"port":65536'), /^p\.json: ops\[1\]\.address\.port: .*65535.*65536/)
  bad(
    text => text.replace('"kind":"bind"', '"kind":"bnid"'),
    /^p\.json: ops\[1\]\.kind: expected an op.*"bnid"/,
  )
  bad(text => text.replace('"length":2', '"lenght":2'), /^p\.json: ops\[3\]\.address: .*lenght/)
  bad(
    text => text.replace('bind_tcp', 'bind_tpc'),
    /^p\.json: ops\[4\]\.attr\.allowed_access\[0\]: .*bind_tcp.*"bind_tpc"/,
  )
  bad(text => text.replace('"as":0,', ''), /^p\.json: ops\[0\]\.as: expected a slot/)
  bad(text => text.replace('SOCK_STREAM', 'SOCK_STREEM'), /^p\.json: ops\[0\]\.type: expected a socket type/)
  bad(text => text.replace('"@peer"', '"peer"'), /^p\.json: ops\[2\]\.address\.name: .*"@" or "\/".*"peer"/)
  bad(text => text.replace('"/path"', '"/a/path"'), /^p\.json: ops\[5\]\.address\.name: .*"\/a\/path"/)
  bad(
    text => text.replace('"sendmmsg"', '"send"'),
    /^p\.json: ops\[6\]\.via: expected a call that takes what is given: send\(2\) no address/,
  )
  bad(text => text.replace('SHUT_WR', 'SHUT_UP'), /^p\.json: ops\[9\]\.how: .*SHUT_WR.*"SHUT_UP"/)
  bad(text => text.replace('"directory"', '"parent"'), /^p\.json: ops\[17\]\.attr\.parent: .*"parent"/)
  bad(
    text => text.replace('"attr":"unmapped","size"', '"attr":"void","size"'),
    /^p\.json: ops\[14\]\.attr: .*"unmapped".*"void"/,
  )
  bad(text => text.replace('CAP_NET_RAW', 'CAP_RAW'), /^p\.json: ops\[18\]\.keep\[0\]: expected a capability/)
  bad(() => '{"ops":[]}', /^p\.json: ops: /)
  bad(() => `{"ops":[${'{},'.repeat(512)}{}]}`, /^p\.json: ops: expected no more than 512 ops; it is \[/)
  bad(() => '[]', /^p\.json: top level: /)
  bad(() => '{"ops":', /^p\.json is not JSON: /)
})

t.test('names that every object has are no rights, outcomes or fields, and no text is too much', async t => {
  const bad = (edit: (text: string) => string, message: RegExp) =>
    t.throws(change(edit), { code: 'E_PROGRAM', message })
  for (const name of ['constructor', '__proto__', 'toString']) {
    bad(
      text => text.replace('"bind_tcp"', `"${name}"`),
      /^p\.json: ops\[4\]\.attr\.allowed_access\[0\]: expected a right/,
    )
    bad(
      text => text.replace('"length":2', `"${name}":2`),
      /^p\.json is refused: line 1, column \d+: the key "\w+" is not allowed/,
    )
    bad(text => text.replace('"EPERM"', `"${name}"`), /^p\.json: ops\[28\]\.errno: expected an errno/)
    bad(text => text.replace('"bind"', `"${name}"`), /^p\.json: ops\[1\]\.kind: expected an op/)
    bad(
      text => text.replace('"AF_INET"', `"${name}"`),
      /^p\.json: ops\[0\]\.domain: expected an address family/,
    )
  }
  bad(() => `{"ops":${'['.repeat(100_000)}`, /nested more than 64 deep/)
  bad(() => '{"ops":[{"kind":"no_new_privs","kind":"recv"}]}', /the key "kind" stands there twice/)
  t.throws(() => readProgram('{"format":2,"ops":[]}', 'p.json'), {
    code: 'E_FORMAT',
    message: /update Landlockstep/,
  })
})

t.test('a suite that was made for another target names the field that differs', async t => {
  t.doesNotThrow(() => checkTarget(target, JSON.parse(JSON.stringify(target)) as Target))
  t.throws(() => checkTarget(target, { ...target, errata: 7 }), {
    code: 'E_TARGET',
    message: /errata is 15 .* and 7 /,
  })
  t.throws(() => checkTarget(target, { ...target, sockets: { '2:1:0': { root: 'OK', dropped: 'OK' } } }), {
    code: 'E_TARGET',
    message: /sockets\.17:3:0 is \{.*\} in its manifest and missing/,
  })
})

t.test('what fits on a line stands on one', async t => {
  t.equal(writeJson({ a: [1, 2], b: undefined }), '{ "a": [1, 2] }\n')
  t.equal(
    writeJson({ key: ['x'.repeat(60), 'y'.repeat(60)] }),
    `{\n  "key": [\n    "${'x'.repeat(60)}",\n    "${'y'.repeat(60)}"\n  ]\n}\n`,
  )
})
