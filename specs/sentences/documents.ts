import type { SentenceDocument } from './account.js'
import { adminGuide } from './admin-guide.js'
import { errata } from './errata.js'
import { header } from './header.js'
import { landlock7 } from './landlock-7.js'
import { security } from './security.js'
import { syscalls } from './syscalls.js'
import { systemCalls2 } from './system-calls-2.js'
import { userspaceApi } from './userspace-api.js'

/** Every document of Landlock, sentence by sentence. */
export const documents: readonly SentenceDocument[] = [
  userspaceApi,
  security,
  adminGuide,
  header,
  syscalls,
  ...errata,
  landlock7,
  ...systemCalls2,
]
