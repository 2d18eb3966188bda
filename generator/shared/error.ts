/** What we could not do, as opposed to what a kernel did: it names the thing and the next step to take. */
export class ToolError extends Error {
  /** `E_` and a word, for scripts. */
  readonly code: `E_${string}`
  /** Raw output of whatever failed, to print below the sentence. */
  readonly output: string

  constructor(
    code: `E_${string}`,
    message: string,
    { output = '', cause }: { output?: string; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'ToolError'
    this.code = code
    this.output = output
  }
}
