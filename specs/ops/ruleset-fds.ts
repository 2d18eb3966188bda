import { actor, made, slot, slotOf } from './fields/slots.js'
import { op } from './op.js'

const dupRuleset = op('dup_ruleset', {
  fields: { ruleset: slot('ruleset'), as: made('ruleset') },
  call: 'ruleset {as} = dup(ruleset {ruleset})',
  says: 'duplicates the descriptor of ruleset {ruleset} as ruleset {as}',
  c: 'duplicate({ruleset})',
})

const closeRuleset = op('close_ruleset', {
  fields: { ruleset: slot('ruleset') },
  call: 'close(ruleset {ruleset})',
  says: 'closes the descriptor of ruleset {ruleset}',
  c: 'close_descriptor(&{ruleset})',
})

/** Sends a descriptor to the program's own mailbox by SCM_RIGHTS; its sender keeps it. */
const sendRuleset = op('send_ruleset', {
  fields: { ruleset: slot('ruleset') },
  call: 'sendmsg(mailbox, SCM_RIGHTS of ruleset {ruleset})',
  says: 'sends ruleset {ruleset} to the mailbox',
  c: 'send_descriptor({ruleset})',
  needs: ['mailbox'],
})

/** Takes the oldest descriptor out of the mailbox, where it is one of a ruleset. */
const receiveRuleset = op('receive_ruleset', {
  fields: { as: made('ruleset') },
  call: 'ruleset {as} = recvmsg(mailbox, SCM_RIGHTS)',
  says: 'receives ruleset {as} out of the mailbox',
  c: 'receive_descriptor()',
  needs: ['mailbox'],
})

/** pidfd_getfd(2) of the descriptor of a ruleset that another actor has in a slot. */
const takeRuleset = op('take_ruleset', {
  fields: { from: actor(), ruleset: slotOf('from', 'ruleset'), as: made('ruleset') },
  call: 'ruleset {as} = pidfd_getfd(actor {from}, ruleset {ruleset})',
  says: 'takes ruleset {ruleset} of actor {from} as ruleset {as}',
  c: 'take_ruleset({from}, {ruleset})',
  needs: ['turns'],
})

/** The ops of this family. */
export const ops = [dupRuleset, closeRuleset, sendRuleset, receiveRuleset, takeRuleset] as const
