import fc from 'fast-check'
import { ruleTypeNumber, socketRuleTypes } from '../designs/uapi.js'
import { isNameOf } from '../names-of.js'
import { addRuleFlags, createRulesetFlags, ruleTypes } from '../uapi/landlock.js'
import { hex, optional } from './field.js'
import { rulesetAttr, sizeOf } from './fields/attrs.js'
import { constantOrNumber, word } from './fields/names.js'
import { flags, number } from './fields/numbers.js'
import { ruleAttr } from './fields/rule.js'
import { made, ruleset } from './fields/slots.js'
import { op, opBy } from './op.js'
import { attrRoutes, byNumber, isAboutAttr, memoryRoutes, threadRoutes } from './routes.js'
import { typeOfAttr } from './values.js'

const createRuleset = opBy([...threadRoutes, 'high_bits', ...attrRoutes])('create_ruleset', {
  fields: {
    as: made('ruleset'),
    attr: rulesetAttr(),
    size: sizeOf('attr'),
    flags: optional(flags('LANDLOCK_CREATE_RULESET_', createRulesetFlags)),
    /** The value of the last byte of the attribute, to see who reads beyond what it knows. */
    last_byte: optional(
      number('a byte', {
        ...{ min: 0, max: 255, usual: [0, 1] },
        call: byte => `, last byte ${hex(byte)}`,
        says: byte => `, the last one ${byte}`,
      }),
    ),
  },
  call: 'ruleset {as} = create_ruleset({attr}, size {size}{last_byte}{flags})',
  says: 'creates ruleset {as} from {size} bytes{last_byte}: {attr}{flags}',
  c: {
    whole: 'create_ruleset({attr}, {size}, {flags})',
    sized: 'create_ruleset_sized({attr}, {size}, {last_byte}, {flags})',
  },
  form: ({ attr, size, last_byte }, room) =>
    attr !== null && attr !== 'unmapped' && (size > room(attr) || last_byte !== undefined)
      ? 'sized'
      : 'whole',
  calls: byNumber,
  lacks: ({ size }) => (size > 0xffff_ffff ? ['wide_registers'] : []),
})

/** Observes the number that the kernel answers: the ABI, or the errata mask. */
const query = op('query', {
  fields: {
    what: word(['abi', 'errata'], {
      call: what => (what === 'abi' ? 'VERSION' : 'ERRATA'),
      says: what => (what === 'abi' ? 'ABI' : 'errata'),
    }),
  },
  call: 'create_ruleset(NULL, 0, {what})',
  says: 'asks for the {what}',
  c: 'query_{what}()',
  reading: 'value',
})

const types = {
  net_port: ruleTypes.net_port.value,
  path_beneath: ruleTypes.path_beneath.value,
  socket: socketRuleTypes.socket.value,
  socket_v4: socketRuleTypes.socket_v4.value,
} as const

const numberOf = (type: string): number => (isNameOf(types, type) ? types[type] : 0)

const typeWords = {
  net_port: 'a rule',
  path_beneath: 'a rule for paths',
  socket: 'a rule for sockets',
  socket_v4: 'a rule for sockets by protocol',
} as const

const addRule = opBy([...memoryRoutes, 'high_bits', ...attrRoutes])('add_rule', {
  fields: {
    ruleset: ruleset(),
    type: constantOrNumber(types, {
      ...{ what: 'a rule type', prefix: 'LANDLOCK_RULE_', usual: ['net_port', 'path_beneath'] },
      numberOn: (type, target): number =>
        isNameOf(socketRuleTypes, type) ? ruleTypeNumber(type, target) : numberOf(type),
      call: type => (typeof type === 'number' ? `type ${type}` : type),
      says: String,
    }),
    attr: ruleAttr('ruleset'),
    flags: optional(flags('LANDLOCK_ADD_RULE_', addRuleFlags)),
  },
  call: 'add_rule({ruleset}, {type}, {attr}{flags})',
  says({ type, attr }) {
    const fits = attr === null || attr === 'unmapped' || typeOfAttr(attr) === type
    const rule = typeof type === 'number' || !fits ? 'a rule of type {type}' : typeWords[type]
    return `adds ${rule} to {ruleset}: {attr}{flags}`
  },
  c: 'add_rule({ruleset}, {type}, {attr}, {flags})',
  takes: ({ type, attr }, route) =>
    !isAboutAttr(route) || attr === null || attr === 'unmapped' || typeOfAttr(attr) === type,
  calls: byNumber,
  /** An attribute that fits the type is told by its fields alone. */
  short({ type, attr }) {
    const fits = attr !== null && attr !== 'unmapped' && typeOfAttr(attr) === type
    const isMerged = type === 'net_port' || type === 'path_beneath'
    return fits && isMerged ? `add_${type}({ruleset}, {...attr}, {flags})` : undefined
  },
  settle: any =>
    fc.tuple(any, fc.nat({ max: 7 })).map(([op, odd]) => {
      const { attr } = op
      return odd === 0 || attr === null || attr === 'unmapped' ? op : { ...op, type: typeOfAttr(attr) }
    }),
})

/** The ops of this family. */
export const ops = [createRuleset, query, addRule] as const
