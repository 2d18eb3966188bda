import { files } from './groups/files.js'
import { guest } from './groups/guest.js'
import { host } from './groups/host.js'
import { long } from './groups/long.js'
import { reproduction } from './groups/reproduction.js'
import { supply } from './groups/supply.js'
import type { Group, Row, RowOfGroup } from './row.js'

const rowsOf = (group: Group, rows: readonly RowOfGroup[]): readonly Row[] =>
  rows.map(row => ({ ...row, group }))

/** Every fault that is injected, group by group. */
export const table: readonly Row[] = [
  ...rowsOf('guest', guest),
  ...rowsOf('host', host),
  ...rowsOf('files', files),
  ...rowsOf('supply', supply),
  ...rowsOf('long', long),
  ...rowsOf('reproduction', reproduction),
]

/** Groups that take long, and run only when they are named. */
const onDemand: readonly Group[] = ['long', 'reproduction']

/** The rows that are asked for: all but those on demand, those of these groups, those whose fault has one of these texts in it, or both: `long:older`. */
export function chosen(
  rows: readonly Row[],
  { only, quick }: { readonly only?: readonly string[]; readonly quick?: boolean },
): readonly Row[] {
  const named = rows.filter(({ group, fault }) =>
    only === undefined
      ? !onDemand.includes(group)
      : only.some(one =>
          one === group || one.startsWith(`${group}:`)
            ? fault.includes(one.slice(group.length + 1))
            : fault.includes(one) && !onDemand.includes(group),
        ),
  )
  return quick === true ? named.filter(row => row.quick === true) : named
}
