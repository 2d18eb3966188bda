import { word } from './fields/names.js'
import { actor } from './fields/slots.js'
import { op } from './op.js'

/** ptrace(2) of the process of another actor, which goes on at once. */
const ptrace = op('ptrace', {
  fields: { of: actor(), request: word(['PTRACE_ATTACH', 'PTRACE_SEIZE']) },
  call: 'ptrace({request}, actor {of})',
  says: 'traces actor {of} by {request}',
  c: 'trace_actor({of}, {request})',
  needs: ['turns'],
  cost: 5,
})

/** ptrace(PTRACE_TRACEME) by a child that the parent of the process gets, in the domain of who makes it. */
const traceme = op('traceme', {
  fields: {},
  call: 'ptrace(PTRACE_TRACEME) by a sibling',
  says: 'makes a sibling, which asks its parent to trace it',
  c: 'trace_sibling()',
  needs: ['turns'],
  cost: 4,
})

const opened = { fd: 'the descriptor of /dev/null', ns: 'the network namespace' } as const

/** open(2) of what /proc has of an actor: a descriptor of /dev/null, or a namespace. */
const openProc = op('open_proc', {
  fields: { of: actor(), what: word(['fd', 'ns'], { says: what => opened[what] }) },
  call: 'open(/proc/actor {of}/{what})',
  says: 'opens {what} of actor {of} in /proc',
  c: 'open_proc_{what}({of})',
  needs: ['turns', 'foreign'],
})

/** The ops of this family. */
export const ops = [ptrace, traceme, openProc] as const
