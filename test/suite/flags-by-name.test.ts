import t from 'tap'
import { ToolError } from '../../generator/shared/error.js'
import { programId, readProgram } from '../../generator/suite/codec.js'

const read = (op: object) => readProgram(JSON.stringify({ ops: [op] }), 'program.json')
const enforce = (flags: unknown) => ({ kind: 'restrict_self', ruleset: 0, flags })
const socket = (type: unknown) => ({ kind: 'socket', as: 0, domain: 'AF_INET', type, protocol: 'IPPROTO_IP' })

t.test('flags by name are the number that they stand for, and the same program', async t => {
  for (const [names, number] of [
    [['LANDLOCK_RESTRICT_SELF_TSYNC'], 8],
    [['tsync', 'log_subdomains_off'], 12],
    [['LANDLOCK_RESTRICT_SELF_TSYNC', 'tsync'], 8],
    [[], 0],
  ] as const) {
    t.strictSame(read(enforce(names)), read(enforce(number)))
    t.equal(programId(read(enforce(names))), programId(read(enforce(number))))
  }
  t.strictSame(read(socket(['SOCK_STREAM', 'SOCK_CLOEXEC'])), read(socket(0o2000001)))
  t.strictSame(read(socket(['SOCK_DGRAM', 'SOCK_CLOEXEC', 'SOCK_NONBLOCK'])), read(socket(0o2004002)))
})

t.test('a name that is none is told with its place', async t => {
  const issue = (op: object): string => {
    try {
      read(op)
      return 'none'
    } catch (error) {
      return error instanceof ToolError ? error.message : 'another error'
    }
  }
  t.match(issue(enforce(['tsink'])), /ops\[0\]\.flags\[0\].*such as LANDLOCK_RESTRICT_SELF_.*"tsink"/)
  t.match(issue(socket(['SOCK_STREAM', 'SOCK_DGRAM'])), /ops\[0\]\.type.*SOCK_CLOEXEC/)
  t.match(issue(socket(['SOCK_CLOEXEC'])), /ops\[0\]\.type/)
  t.match(issue(enforce(2 ** 32)), /ops\[0\]\.flags/)
})
