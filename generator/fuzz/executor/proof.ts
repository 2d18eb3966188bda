import { ToolError } from '../../shared/error.js'

/** Whether an executor is the one that was built: of another one, no answer counts. */
type Proof = {
  /** Whether a line may be believed: it came after the right id. */
  readonly believes: (line: string) => boolean
  /** Why nothing that it says will be believed, as far as that is known by now. Errors: E_EXECUTOR_ID, E_EXECUTOR. */
  readonly refusal: () => ToolError | undefined
}

/** Hears the lines of one guest, or process, from its first one on; after a state was saved it says its id again. */
export function proof(id: string): Proof {
  let isRight = false
  let refusal: ToolError | undefined
  return {
    believes: line => {
      const said = /^# executor (.*)$/.exec(line)?.[1]
      if (said === id) isRight = true
      else if (said !== undefined) refusal ??= another(said, id)
      else if (!isRight && isAnswer.test(line)) refusal ??= nameless(line)
      return isRight && refusal === undefined
    },
    refusal: () => refusal,
  }
}

/** What begins or ends a program. */
const isAnswer = /^# begin |^(not )?ok /

const another = (said: string, id: string): ToolError =>
  new ToolError(
    'E_EXECUTOR_ID',
    'What answers is not the executor that was built: remove the folder executors of the cache, and run again.',
    { output: `built: ${id}\nanswers: ${said.slice(0, 200)}` },
  )

const nameless = (line: string): ToolError =>
  new ToolError(
    'E_EXECUTOR',
    'What answers did not say first which executor it is, so none of its answers counts; the first one is below.',
    { output: line.slice(0, 200) },
  )
