import { restrictSelfFlags } from '../uapi/landlock.js'
import { capabilities } from '../uapi/socket.js'
import { optional } from './field.js'
import { set } from './fields/names.js'
import { flags } from './fields/numbers.js'
import { ruleset } from './fields/slots.js'
import { opBy } from './op.js'
import { byNumber, memoryRoutes, taskRoutes } from './routes.js'

/** Capabilities that make a difference to the calls of a program. */
export type Capability = keyof typeof capabilities

const restrictSelf = opBy([...taskRoutes, 'high_bits'])('restrict_self', {
  fields: { ruleset: ruleset(), flags: optional(flags('LANDLOCK_RESTRICT_SELF_', restrictSelfFlags)) },
  call: 'restrict_self({ruleset}{flags})',
  says: 'enforces {ruleset}{flags}',
  c: 'restrict_self({ruleset}, {flags})',
  calls: byNumber,
})

const noNewPrivs = opBy(taskRoutes)('no_new_privs', {
  fields: {},
  call: 'prctl(PR_SET_NO_NEW_PRIVS)',
  says: 'sets no_new_privs',
  c: 'set_no_new_privs()',
  calls: byNumber,
})

/** Gives up every capability for good, but for those to keep. */
const dropCaps = opBy(memoryRoutes)('drop_caps', {
  fields: { keep: optional(set(capabilities, 'a capability', ' but ')) },
  call: 'drop all capabilities{keep}',
  says: 'drops all capabilities{keep}',
  c: { all: 'drop_caps()', but: 'keep_caps({keep})' },
  form: ({ keep = [] }) => (keep.length === 0 ? 'all' : 'but'),
  calls: byNumber,
})

/** Makes every capability effective that is permitted, but for these: one that was lowered is raised by another one of these. */
const lowerCaps = opBy(memoryRoutes)('lower_caps', {
  fields: { caps: set(capabilities, 'a capability', ' but ') },
  call: 'raise all permitted capabilities{caps}',
  says: 'makes all permitted capabilities effective{caps}',
  c: { usual: 'lower_caps({caps})', none: 'lower_caps(0)' },
  form: ({ caps }) => (caps.length === 0 ? 'none' : 'usual'),
  calls: byNumber,
})

/** The ops of this family. */
export const ops = [restrictSelf, noNewPrivs, dropCaps, lowerCaps] as const
