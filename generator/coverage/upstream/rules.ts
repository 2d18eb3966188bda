import type { NetPortAttr, PathBeneathAttr } from '../../../specs/program.js'
import { fsRights } from '../../../specs/uapi/landlock.js'
import { maskIn, portRuleIn } from './decode.js'
import type { WatchedProcess } from './process.js'
import type { WatchedCall } from './record.js'
import type { Translator } from './translator.js'

/** Of paths a program knows its own directory, which stands for each of them: what is opened is none of it. */
function parentIn({ descriptors }: WatchedProcess, fd: number): PathBeneathAttr['parent'] {
  if (fd < 0) return 'none'
  return descriptors.get(fd)?.is === 'ruleset' ? 'ruleset' : 'directory'
}

/** The attribute of a rule of a type. */
export function ruleIn(
  type: string | number,
  translator: Translator,
  process: WatchedProcess,
  { bytes }: WatchedCall,
): NetPortAttr | PathBeneathAttr | undefined {
  if (type !== 'path_beneath') return portRuleIn(bytes, translator)
  if (bytes.length < 12) return undefined
  return {
    allowed_access: maskIn(fsRights, bytes.readBigUInt64LE(0)),
    parent: parentIn(process, bytes.readInt32LE(8)),
  }
}
