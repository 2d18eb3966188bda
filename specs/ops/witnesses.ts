import { constant, word } from './fields/names.js'
import { actor } from './fields/slots.js'
import { op } from './op.js'

/** As numbered in asm-generic/fcntl.h. */
const accesses = { O_RDONLY: 0, O_WRONLY: 1 } as const

/** A witness that network rights leave files alone. */
const open = op('open', {
  fields: {
    path: word(['/dev/null', '/proc/self/status'], { c: path => `"${path}"`, call: String }),
    access: constant(accesses, {
      what: 'how to open',
      says: access => (access === 'O_RDONLY' ? 'reading' : 'writing'),
    }),
  },
  call: 'open({path}, {access})',
  says: 'opens {path} for {access}',
  c: 'open_file({path}, {access})',
})

/** A witness that network rights leave signals alone: signal 0 to the process of another actor. */
const kill = op('kill', {
  fields: { target: actor() },
  call: 'kill(actor {target}, 0)',
  says: 'sends signal 0 to actor {target}',
  c: 'signal_actor({target})',
})

/** The ops of this family. */
export const ops = [open, kill] as const
