import { constant, word } from './fields/names.js'
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

/** The ops of this family. */
export const ops = [open] as const
