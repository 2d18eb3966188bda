import { addedSocketRights } from '../added/designs.js'
import type { DesignName } from '../target.js'
import { hasChosen } from './choices.js'
import type { Choices } from './decisions.js'

// What the designs propose to add to landlock.h, apart from what is merged there.

type Proposed = { readonly designs: readonly DesignName[] }

/** Rights of sockets (LANDLOCK_ACCESS_SOCKET_*), by bit, with the designs that have each. */
export const socketRights = {
  create: { bit: 0, designs: ['socket-create', 'socket-create-v4'] },
  protocol: { bit: 1, designs: ['socket-protocol'] },
  use: { bit: 2, designs: ['socket-fd'] },
  receive: { bit: 3, designs: ['socket-fd'] },
  send: { bit: 4, designs: ['socket-fd'] },
  ...addedSocketRights,
} as const satisfies Readonly<Record<string, Proposed & { readonly bit: number }>>

export type SocketRight = keyof typeof socketRights

/** What a rule of a design is about (enum landlock_rule_type), by value. */
export const socketRuleTypes = {
  socket: { value: 3, designs: ['socket-create', 'socket-protocol', 'socket-fd'] },
  socket_v4: { value: 4, designs: ['socket-create-v4'] },
} as const satisfies Readonly<Record<string, Proposed & { readonly value: number }>>

/** The number of a type of rules to a kernel: what is by protocol may have the next free one. */
export const ruleTypeNumber = (
  name: keyof typeof socketRuleTypes,
  target: { readonly choices?: Choices },
): number =>
  name === 'socket_v4' && hasChosen(target, { rule_number: 'three' })
    ? socketRuleTypes.socket.value
    : socketRuleTypes[name].value

/** The bytes of handled_access_socket, the last field of struct landlock_ruleset_attr on a kernel with a design. */
export const handledAccessSocketSize = 8

/** Whether one of the designs that have a right or a rule type is there. */
export const isProposed = ({ designs }: Proposed, present: readonly DesignName[]): boolean =>
  designs.some(design => present.includes(design))

/** The bits of handled_access_socket that a kernel with these designs knows. */
export const knownSocketBits = (designs: readonly DesignName[]): readonly number[] =>
  Object.values(socketRights)
    .filter(right => isProposed(right, designs))
    .map(({ bit }) => bit)
