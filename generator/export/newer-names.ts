import {
  addRuleFlags,
  createRulesetFlags,
  fsRights,
  netRights,
  restrictSelfFlags,
  scopes,
} from '../../specs/uapi/landlock.js'

type RightBits = Readonly<Record<string, { readonly bit: number; readonly abi: number }>>

/** Every bit of landlock.h, by its prefix there. */
const tables: Readonly<Record<string, RightBits>> = {
  LANDLOCK_ACCESS_FS_: fsRights,
  LANDLOCK_ACCESS_NET_: netRights,
  LANDLOCK_SCOPE_: scopes,
  LANDLOCK_CREATE_RULESET_: createRulesetFlags,
  LANDLOCK_ADD_RULE_: addRuleFlags,
  LANDLOCK_RESTRICT_SELF_: restrictSelfFlags,
}

/** What C says that the landlock.h of a tree does not have yet, as that would have it. */
export const newerNames = (text: string, known: number): readonly string[] =>
  Object.entries(tables).flatMap(([prefix, bits]) =>
    Object.entries(bits)
      .filter(([, { abi }]) => abi > known)
      .map(([name, { bit }]) => ({ name: prefix + name.toUpperCase(), bit }))
      .filter(({ name }) =>
        new RegExp(`\\b(${name}|${name.replace('LANDLOCK_ACCESS_NET_', '')})\\b`).test(text),
      )
      .map(({ name, bit }) => `#ifndef ${name}\n#define ${name} 0x${(2 ** bit).toString(16)}ULL\n#endif`),
  )
