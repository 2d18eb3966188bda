import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RowOfGroup } from '../row.js'

/** What we read is not what it should be. */
export const files: readonly RowOfGroup[] = [
  {
    fault: 'a program to replay that is cut in the middle',
    expected: { exit: 2, code: 'E_PROGRAM' },
    quick: true,
    inject: world => {
      const file = join(world.folder, 'cut.json')
      writeFileSync(world.at(file), '{"ops":[{"kind":"socket","as":0,')
      return world.run(['replay', file, '--kernel', 'native'])
    },
  },
]
