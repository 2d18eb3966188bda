import t from 'tap'
import { type Contrast, contrast, isAboutErrno } from '../../../generator/compare/contrast/contrasts.js'
import type { Pair } from '../../../generator/compare/pair.js'
import { decisions } from '../../../specs/designs/decisions.js'
import { predict } from '../../../specs/model/predict.js'
import { namesOf } from '../../../specs/names-of.js'
import { type DesignName, designNames, type Target } from '../../../specs/target.js'
import { shrunkOf } from '../../contrast-shrunk.js'
import { targets } from '../../targets.js'

const [six, , eleven] = targets
if (six === undefined || eleven === undefined) throw new Error('no targets')

const having = (...designs: readonly DesignName[]): Target => ({ ...eleven, designs })

/** The differences in which the second side is the one that denies by a clause, each by the clause of the first. */
const deniedBy = (contrasts: readonly Contrast[], clause: string): readonly Contrast[] =>
  contrasts.filter(({ smallest }) => smallest.clauses[1] === clause)

const waysOf = ({ partings }: Contrast): readonly string[] =>
  partings.map(({ story }) => story.history?.name ?? '')

const between = contrast([having('socket-create'), having('socket-protocol')])

t.test('creation and protocol part at a socket from before and at one that is received', async t => {
  const [bound] = deniedBy(between.contrasts, 'socket-protocol.bind')
  t.same(bound?.smallest.outcomes, ['OK', 'EACCES'])
  t.equal(bound?.smallest.story.history?.name, 'before')
  const ways = bound === undefined ? [] : waysOf(bound)
  for (const way of ['before', 'inherited', 'taken', 'received']) t.ok(ways.includes(way), way)
  const received = bound?.partings.find(({ story }) => story.history?.name === 'received')
  t.ok(received?.programs[0].ops.some(({ kind }) => kind === 'receive_fd'))
})

t.test('they part at accept on a listener, and where a server binds early and listens later', async t => {
  const accepting = deniedBy(between.contrasts, 'socket-protocol.accept')
  t.same(accepting.map(({ smallest }) => smallest.clauses[0]).includes('accept.ok'), true)
  const early = deniedBy(between.contrasts, 'socket-protocol.listen').find(
    ({ smallest }) => smallest.clauses[0] === 'listen.bound',
  )
  t.same(early?.smallest.outcomes, ['OK', 'EACCES'])
  t.same(
    early?.smallest.programs[1].ops.map(({ kind }) => kind),
    ['socket', 'bind', 'create_ruleset', 'restrict_self', 'listen'],
  )
})

t.test('nothing that is made inside parts them, since both judge that', async t => {
  const all = between.contrasts.flatMap(waysOf)
  t.notOk(all.includes('inside'))
  t.ok(between.programs > 1000)
})

t.test('protocols of one type are all that the fourth form tells beyond creation', async t => {
  const { contrasts } = contrast([having('socket-create'), having('socket-create-v4')])
  t.equal(contrasts.length, 1)
  t.same(contrasts[0]?.smallest.clauses, ['socket.granted', 'socket-create-v4.denied'])
  t.match(contrasts[0]?.smallest.programs[0].ops.at(-1), { protocol: 'IPPROTO_MPTCP' })
})

t.test('a design beside another only adds what it judges itself', async t => {
  const { contrasts } = contrast([having('socket-create'), having('socket-create', 'socket-fd')])
  const clauses = new Set(contrasts.map(({ smallest }) => smallest.clauses[1].split('.')[0]))
  t.same([...clauses], ['socket-fd'])
})

t.test('from ABI 6 to 11 the rights of UDP are found, as names and as what they deny', async t => {
  const { contrasts } = contrast([six, eleven])
  const names = contrasts.flatMap(({ smallest: { cause } }) =>
    cause?.kind === 'addition' ? cause.names : [],
  )
  for (const name of ['network right bind_udp', 'network right connect_send_udp'])
    t.equal(names.filter(one => one === name).length, 1, name)
  const denied = contrasts.filter(
    ({ smallest: { clauses, story } }) =>
      clauses[1] === 'hook.denied' && story.kind?.named.type === 'SOCK_DGRAM',
  )
  t.same(
    denied.filter(one => !isAboutErrno(one.smallest)).map(({ smallest }) => smallest.clauses[0]),
    ['bind.ok', 'datagram.connect', 'send.datagram'],
  )
  t.ok(
    contrasts.some(({ smallest }) => smallest.cause?.kind === 'behaviour'),
    'what has no number is found, too',
  )
})

const turned = <T>([a, b]: Pair<T>): Pair<T> => [b, a]

const toldTurned = ({ partings }: Contrast) =>
  partings.map(({ programs, outcomes, clauses, cause }) => ({
    programs: turned(programs),
    outcomes: turned(outcomes),
    clauses: turned(clauses),
    cause,
  }))

const told = ({ partings }: Contrast) =>
  partings.map(({ programs, outcomes, clauses, cause }) => ({ programs, outcomes, clauses, cause }))

t.test('it is the same the other way round, and the same again', async t => {
  const pairs: readonly Pair<Target>[] = [
    [having('socket-protocol'), having('socket-fd')],
    [six, eleven],
  ]
  for (const [a, b] of pairs) {
    const there = contrast([a, b])
    t.strictSame(contrast([b, a]).contrasts.map(toldTurned), there.contrasts.map(told))
    t.strictSame(contrast([a, b]), there)
  }
})

t.test('a target does not differ from itself', async t => {
  for (const one of [six, having('socket-fd')]) t.same(contrast([one, one]).contrasts, [])
})

t.test('both sides do as told, and part at the last step alone', async t => {
  for (const { partings } of between.contrasts)
    for (const { programs, outcomes, clauses } of partings) {
      const sides = [having('socket-create'), having('socket-protocol')]
      const both = programs.map((program, at) => predict(sides[at] ?? eleven, program))
      t.same(
        both.map(one => one?.allowed.at(-1)?.join(' or ')),
        outcomes,
      )
      t.same(
        both.map(one => one?.clauses.at(-1)?.[0]),
        clauses,
      )
      t.same(both[0]?.allowed.slice(0, -1), both[1]?.allowed.slice(0, -1))
    }
})

t.test('no step of a smallest program can be left out', async t => {
  for (const name of designNames.filter(one => one !== 'socket-create')) {
    const sides: Pair<Target> = [having('socket-create'), having(name)]
    for (const { smallest } of contrast(sides).contrasts)
      t.same(shrunkOf(sides, smallest), [], JSON.stringify(smallest.clauses))
  }
})

t.test('each choice alone is told by the decision that it is of, and by nothing else', async t => {
  const usual = having('socket-create-v4')
  for (const decision of namesOf(decisions))
    for (const choice of namesOf(decisions[decision].choices)) {
      if (choice === decisions[decision].usual) continue
      const { contrasts } = contrast([usual, { ...usual, choices: { [decision]: choice } }])
      t.ok(contrasts.length > 0, `${decision}=${choice} changes something`)
      for (const { smallest } of contrasts) {
        t.same(smallest.cause, { kind: 'choice', decision }, `${decision}=${choice}`)
        t.ok(smallest.programs[0].ops.length <= 4, 'in few steps')
      }
    }
})

t.test('two choices at once are told one by one', async t => {
  const usual = having('socket-create-v4')
  const { contrasts } = contrast([
    usual,
    { ...usual, choices: { any_type: 'no', default_protocol: 'canonical' } },
  ])
  const told = contrasts.map(({ smallest: { cause } }) => (cause?.kind === 'choice' ? cause.decision : ''))
  t.same([...new Set(told)].sort(), ['any_type', 'default_protocol'])
})
