import { handledAccessSocketSize } from './designs/uapi.js'
import type { Target } from './target.js'
import { rulesetAttr } from './uapi/landlock.js'

/** The bytes of struct landlock_ruleset_attr that an ABI knows. */
export const attrSize = (abi: number): number =>
  Object.values(rulesetAttr).reduce((bytes, field) => bytes + (field.abi <= abi ? field.size : 0), 0)

/**
 * Where a bit of a field of 64 bits lies in memory, in bits from the start of the attribute: copy_struct_from_user() takes bytes, and the
 * fields are numbers of the machine (include/linux/uaccess.h; include/uapi/linux/landlock.h: __u64).
 */
export const placeOf = ({ byteOrder }: Pick<Target, 'byteOrder'>, offset: number, bit: number): number =>
  offset * 8 + (byteOrder === 'big' ? 56 - (bit & ~7) + (bit & 7) : bit)

/** The bytes of a page, and of the longest attribute that a kernel takes (security/landlock/syscalls.c: copy_min_struct_from_user). */
export const pageSizeOf = ({ pageSize }: Pick<Target, 'pageSize'>): number => pageSize ?? 4096

/** The bytes that a kernel knows: those of its ABI, and the one field of all designs behind them. */
export const knownSize = ({ abi, designs }: Pick<Target, 'abi' | 'designs'>): number =>
  attrSize(abi) + (designs.length > 0 ? handledAccessSocketSize : 0)
