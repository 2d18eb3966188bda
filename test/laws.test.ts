import t from 'tap'
import { loadKnown } from '../generator/judge/known.js'
import { loadLaws } from '../generator/suite/laws.js'
import { sample } from '../generator/suite/sample.js'
import { onlyASandboxDenies } from '../specs/laws/only-a-sandbox-denies.js'
import { mergedClauses } from '../specs/model/clauses.js'
import { predict, traceOf } from '../specs/model/predict.js'
import { step } from '../specs/model/step.js'
import { speaks } from '../specs/spec.js'
import type { SocketType } from '../specs/uapi/socket.js'
import { targets } from './targets.js'

/** Laws that speak of no merged kernel are about designs, and tested with those. */
const laws = (await loadLaws()).filter(law => targets.some(target => speaks(law, target)))
const { known } = await loadKnown()
const suites = targets.map(target => ({ target, tests: sample(laws, target, 1) }))

for (const law of laws) {
  t.test(`${law.name} holds on the model and fails on its wrong one`, async t => {
    for (const { target, tests } of suites) {
      if (!speaks(law, target)) continue
      const own = tests.filter(test => test.law === law.name)
      const broken = own.filter(test => !law.holds(traceOf(test.program, test), target))
      const unexplained = broken.filter(
        test =>
          !known.some(({ law: name, clause }) => name === law.name && clause === test.clauses.at(-1)?.[0]),
      )
      t.same(unexplained, [], `holds on ABI ${target.abi}`)
      const refuted = own.some(({ program }) => {
        const wrong = predict(target, program, law.refutedBy(step))
        return wrong !== undefined && !law.holds(traceOf(program, wrong), target)
      })
      t.ok(refuted, `fails on the wrong model of ABI ${target.abi}`)
    }
  })
}

const everywhere = laws.filter(law => law.everywhere === true)

t.ok(everywhere.length >= 3, 'some laws hold everywhere')

for (const law of everywhere) {
  t.test(`${law.name} holds of the programs of all laws, as it says`, async t => {
    for (const { target, tests } of suites) {
      const broken = tests.filter(test => !law.holds(traceOf(test.program, test), target))
      t.same(
        broken.map(({ name }) => name),
        [],
        `holds on ABI ${target.abi}`,
      )
    }
  })
}

t.test('what opens a kind of socket that is for nobody is not denied by a sandbox', async t => {
  const [known] = targets
  if (known === undefined) throw new Error('no target')
  const sockets = { ...known.sockets, '2:2:1': { root: 'EACCES', dropped: 'EACCES' } as const }
  const isDenied = (domain: 'AF_INET' | 'AF_INET6', type: SocketType | number): boolean => {
    const op = { kind: 'socket', as: 0, domain, type, protocol: 'IPPROTO_ICMP' } as const
    return !onlyASandboxDenies.holds([{ op, outcome: 'EACCES' }], { ...known, sockets })
  }
  t.notOk(isDenied('AF_INET', 'SOCK_DGRAM'))
  t.notOk(isDenied('AF_INET', 2 | 0o4000), 'whatever flags it has')
  t.ok(isDenied('AF_INET', 'SOCK_STREAM'))
  t.ok(isDenied('AF_INET6', 'SOCK_DGRAM'))
})

for (const { target, tests } of suites) {
  t.test(
    `the default suite of ABI ${target.abi} is as large as promised and the same for the same seed`,
    async t => {
      t.ok(new Set(tests.map(test => test.law)).size >= 25, 'at least 25 laws')
      t.ok(tests.length >= 500, 'at least 500 programs')
      t.equal(new Set(tests.map(test => test.name)).size, tests.length, 'every test has a name of its own')
      t.same(sample(laws, target, 1), tests)
      t.not(JSON.stringify(sample(laws, target, 2)), JSON.stringify(tests))
    },
  )
}

t.test('every clause of the model decides an outcome in one of the suites', async t => {
  const hit = new Set(suites.flatMap(({ tests }) => tests.flatMap(test => test.clauses.flat())))
  const older = ['query.errata-unknown', 'hook.unspec-old-length', 'hook.unspec-old-inet6']
  t.same(
    Object.keys(mergedClauses).filter(clause => !hit.has(clause)),
    older,
    'but for those of kernels older than these',
  )
})
