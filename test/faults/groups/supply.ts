import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compiler } from '../hostile.js'
import type { RowOfGroup } from '../row.js'
import { smallRun } from '../run.js'

/** What we are given by others. */
export const supply: readonly RowOfGroup[] = [
  {
    fault: 'a compiler that exits with 0 and makes nothing',
    expected: { exit: 2, code: 'E_COMPILE' },
    quick: true,
    inject: world => smallRun(world, 'native', { CC: compiler(world, 'exit 0') }),
  },
  {
    fault: 'a kernel image that is a text file',
    expected: { exit: 2, code: 'E_KERNEL' },
    quick: true,
    inject: world => {
      const file = join(world.folder, 'vmlinuz')
      writeFileSync(world.at(file), 'not a kernel\n')
      return smallRun(world, file)
    },
  },
]
