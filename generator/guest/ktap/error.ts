import { ToolError } from '../../shared/error.js'
import type { Line } from './lines.js'

/** So much of a line is shown. */
const shown = 200

/** What stands in the channel and cannot be what our programs print there: then nothing of it is judged. */
export const misplaced = ({ at, text }: Line, expected: string): ToolError =>
  new ToolError(
    'E_CHANNEL',
    `Line ${at} of the channel is not what comes there: ${expected}. Nothing of this run is judged; run again, or report it as a bug.`,
    { output: text.slice(0, shown) },
  )
