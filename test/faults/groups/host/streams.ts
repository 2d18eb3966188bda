import type { Expected, RowOfGroup } from '../../row.js'
import { runFrom } from '../../run.js'
import { agreed } from '../shared.js'

const stream = (fault: string, expected: Expected, script: string): RowOfGroup => ({
  fault,
  expected,
  quick: true,
  inject: world => runFrom(world, script),
})

/** What is not told is no verdict. */
const untold: Expected = { exit: 2, besides: 'nothing is said to be well' }

/** What we are started with, and whom we talk to. */
export const streams: readonly RowOfGroup[] = [
  stream('standard input is closed', agreed, 'exec "$@" <&-'),
  stream('standard output is closed', untold, 'exec "$@" >&-'),
  stream('standard output is full', untold, 'exec "$@" >/dev/full'),
  stream(
    'nobody reads standard output',
    untold,
    `{ "$@"; echo $? >"$TMPDIR/code"; } | :
read -r code <"$TMPDIR/code"
rm "$TMPDIR/code"
exit "$code"`,
  ),
  stream('standard error is closed', untold, 'exec "$@" 2>&-'),
  stream('standard error is full', untold, 'exec "$@" 2>/dev/full'),
  stream('standard output and standard error are closed', untold, 'exec "$@" >&- 2>&-'),
]
