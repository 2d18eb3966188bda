import type { CallJudge } from '../model/judged-call.js'

/** What the specs of a folder say to calls on sockets, one after the other: here they are none, and `--specs` writes this file anew. */
export const addedCalls: readonly CallJudge[] = []
