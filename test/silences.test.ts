import fc, { type Arbitrary } from 'fast-check'
import t from 'tap'
import { anyOp } from '../specs/arbitrary/any-op.js'
import { anyProgram } from '../specs/arbitrary/program.js'
import { predict, silenceIn } from '../specs/model/predict.js'
import { silences } from '../specs/model/silences.js'
import { namesOf } from '../specs/names-of.js'
import type { Op, Program } from '../specs/program.js'
import { targets } from './targets.js'

const [newest] = targets.slice(-1)
if (newest === undefined) throw new Error('no target')

const draw = (any: Arbitrary<Program>): readonly Program[] => fc.sample(any, { seed: 7, numRuns: 3_000 })

t.test('where the model is silent it says why, and where it speaks it does not', t => {
  const anything = fc.array(anyOp(newest), { minLength: 1, maxLength: 9 }).map(ops => ({ ops }))
  let silent = 0
  for (const program of [...draw(anyProgram(newest)), ...draw(anything)]) {
    const silence = silenceIn(newest, program)
    if ((predict(newest, program) === undefined) !== (silence !== undefined))
      t.fail(`${JSON.stringify(program)} is silent for one and not for the other`)
    if (silence === undefined) continue
    silent += 1
    if (silence.id === undefined)
      t.fail(`nothing says why ${JSON.stringify(program)} ends at ${silence.step}`)
    if (predict(newest, { ops: program.ops.slice(0, silence.step) }) === undefined)
      t.fail(`${JSON.stringify(program)} is silent before ${silence.step}`)
  }
  t.ok(silent > 100, `${silent} are silent`)
  t.end()
})

t.test('of a backlog that a connection without its last step may not fill yet nothing is said', t => {
  const at = { family: 'AF_INET', host: '127.0.0.1', port: 'a' } as const
  const tcp = { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' } as const
  const before: readonly Op[] = [
    { kind: 'socket', as: 0, ...tcp },
    { kind: 'bind', socket: 0, address: at },
    { kind: 'listen', socket: 0, backlog: 0 },
    { kind: 'socket', as: 1, ...tcp },
    { kind: 'shutdown', socket: 1, how: 'SHUT_WR' },
    { kind: 'sendto', socket: 1, address: at, fastopen: true },
    { kind: 'socket', as: 2, ...tcp },
  ]
  t.equal(silenceIn(newest, { ops: before }), undefined)
  const asked: Op = { kind: 'connect', socket: 2, address: at }
  t.same(silenceIn(newest, { ops: [...before, asked] }), { step: 7, id: 'socket.unsettled' })
  t.end()
})

t.test('each reason is a sentence with its place', t => {
  for (const id of namesOf(silences)) {
    t.match(silences[id].says, /^[A-Z].*\.$/, id)
    t.match(silences[id].cite, /\.[cht]s?\b/, id)
  }
  t.end()
})
