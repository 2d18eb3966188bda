import { errnos } from '../uapi/errno.js'
import { constant, word } from './fields/names.js'
import { op } from './op.js'

/** Calls that a seccomp filter can answer. */
const filteredCalls = ['socket', 'bind', 'connect', 'listen', 'accept'] as const
export type FilteredCall = (typeof filteredCalls)[number]

/** Has a seccomp filter answer a call with an errno, by the native system call of this thread. */
const seccomp = op('seccomp', {
  fields: {
    call: word(filteredCalls),
    errno: constant(errnos, { what: 'an errno', usual: ['EPERM', 'EACCES', 'ENOSYS'] }),
  },
  call: 'seccomp filter: {call} answers {errno}',
  says: 'has a seccomp filter answer {call}(2) with {errno}',
  c: 'filter_{call}({errno})',
  lacks: ['seccomp'],
})

/** The ops of this family. */
export const ops = [seccomp] as const
