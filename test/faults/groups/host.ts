import type { RowOfGroup } from '../row.js'
import { smallRun } from '../run.js'

/** What the machine does to us. */
export const host: readonly RowOfGroup[] = [
  {
    fault: 'out/ is read-only',
    setting: { readOnly: ['out'] },
    expected: { exit: 2, code: 'E_DISK' },
    quick: true,
    inject: world => smallRun(world, 'native'),
  },
  {
    fault: 'the disk that holds out/ is full after 64 KiB',
    setting: { sizes: { out: '64k' } },
    expected: { exit: 2, code: 'E_DISK' },
    quick: true,
    inject: world => smallRun(world, 'native'),
  },
  {
    fault: 'QEMU exits with 1 at once',
    expected: { exit: 2, code: 'E_QEMU', says: /no such machine/ },
    quick: true,
    inject: world => {
      world.program('qemu-system-x86_64', '#!/bin/sh\necho no such machine >&2\nexit 1\n')
      return smallRun(world)
    },
  },
]
