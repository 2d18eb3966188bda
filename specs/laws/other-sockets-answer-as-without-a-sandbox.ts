import fc from 'fast-check'
import { by, close, layer, program, rightsOf } from '../arbitrary/ops.js'
import { type OtherKindAddresses, otherKinds } from '../arbitrary/other-kinds.js'
import { callsOf, longStories, type StoryPorts, setupsOf } from '../arbitrary/other-stories.js'
import { creationOf } from '../model/sockets.js'
import type { Op, OpKind, Program } from '../program.js'
import type { Spec } from '../spec.js'
import { isFixed, type Target } from '../target.js'
import { withOutcome } from '../wrong.js'

type StoryAt = (ports: StoryPorts) => readonly Op[]

const kindsOf = (target: Target): readonly OtherKindAddresses[] =>
  otherKinds.filter(({ kind }) => creationOf(target, kind)?.root === 'OK')

/** SMC is served by TCP, which has to be bound, and where a listener has clients of TCP as well, there is no sandbox. */
const sandboxFor = (target: Target, { smc }: OtherKindAddresses, ops: readonly Op[]): readonly Op[] => {
  const rights = rightsOf(target).filter(right => smc === undefined || right !== 'bind_tcp')
  const isForClients = smc !== undefined && ops.some(op => op.kind === 'connect' && op.socket !== 0)
  return isForClients ? [] : layer(target, 0, rights)
}

/** The ops, and what they opened is closed again. */
const closed = (ops: readonly Op[]): readonly Op[] => {
  const slots = new Set(ops.flatMap(op => (op.kind === 'socket' || op.kind === 'accept' ? [op.as] : [])))
  return [...ops, ...[...slots].map(close)]
}

/** Stories, each with a socket of its own, outside of a sandbox and in it. */
const twice = (target: Target, of: OtherKindAddresses, stories: readonly StoryAt[]): Program => {
  const all = (ports: StoryPorts): readonly Op[] =>
    stories.flatMap(story => closed([{ kind: 'socket', as: 0, ...of.kind }, ...story(ports)]))
  const again = all({ one: 'c', other: 'd' })
  return program(
    { kind: 'fork', child: 1 },
    by(1, all({ one: 'a', other: 'b' })),
    sandboxFor(target, of, again),
    again,
  )
}

/** A call by its number, after a setup by its number. */
const storyOf =
  (kind: OtherKindAddresses, setup: number, call: number): StoryAt =>
  ports => {
    const calls = callsOf(kind, ports)
    return [...(setupsOf(kind, ports)[setup] ?? []), ...(calls[call % calls.length] ?? [])]
  }

const anyPorts: StoryPorts = { one: 'a', other: 'b' }
const perProgram = 5

/** How many of the setups each call follows in turn: after the last none of these sockets does anything that is foreseen. */
const setups = 6

/** Each call once, after one thing or another, and each long story. */
const programsOf = (target: Target): readonly Program[] =>
  kindsOf(target).flatMap(kind => {
    const short =
      kind.smc === undefined
        ? callsOf(kind, anyPorts).map((_, call) => storyOf(kind, call % setups, call))
        : []
    const parts = Array.from({ length: Math.ceil(short.length / perProgram) }, (_, part) =>
      short.slice(part * perProgram, (part + 1) * perProgram),
    )
    const long = longStories(kind, anyPorts).map((_, index): readonly StoryAt[] => [
      ports => longStories(kind, ports)[index] ?? [],
    ])
    return [...parts, ...long].map(stories => twice(target, kind, stories))
  })

/** What makes the other process and the sandbox. */
const making: readonly OpKind[] = ['fork', 'create_ruleset', 'add_rule', 'restrict_self', 'no_new_privs']

/** UDP-Lite, SCTP, ping, raw, packet, netlink, AF_ALG, RDS, TIPC and SMC sockets answer in a sandbox as outside of it, in each state and to each address. */
export const otherSocketsAnswerAsWithoutASandbox: Spec = {
  name: 'other-sockets-answer-as-without-a-sandbox',
  applies: target => isFixed(target, 1),
  programs: target =>
    fc
      .record({
        kind: fc.constantFrom(...kindsOf(target)),
        choices: fc.array(fc.record({ setup: fc.nat({ max: setups }), call: fc.nat({ max: 60 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
      })
      .map(({ kind, choices }) =>
        twice(
          target,
          kind,
          choices.map(({ setup, call }) => storyOf(kind, setup, call)),
        ),
      ),
  always: programsOf,
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      trace
        .filter(({ op }) => (op.actor ?? 0) === actor && !making.includes(op.kind))
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'bind' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
