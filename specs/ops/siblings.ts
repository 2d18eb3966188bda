import { word } from './fields/names.js'
import { op } from './op.js'

/** Files of /proc/self for which the kernel takes the lock that execve(2) and TSYNC take. */
export const lookedAt = ['stat', 'maps', 'exe'] as const

/** A thread of the process opens and reads a file of its own, or what a link of its own leads to, again and again until the program ends. */
const look = op('look', {
  fields: { at: word(lookedAt, { c: file => `"/proc/self/${file}"` }) },
  call: 'look(/proc/self/{at})',
  says: 'lets a sibling thread look at /proc/self/{at} again and again',
  c: 'start_looking({at})',
  onDemand: true,
})

/** The ops of this family. */
export const ops = [look] as const
