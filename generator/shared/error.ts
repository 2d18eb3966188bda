/** What goes wrong with one kernel or with the commit that it is built of; all else would go wrong with any other as well. */
const ofOneKernel: ReadonlySet<string> = new Set([
  ...['E_BUILD', 'E_CONFIG', 'E_TREE', 'E_GUEST', 'E_QEMU', 'E_TARGET', 'E_OUTSIDE', 'E_LAW'],
])

/** What a caught error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

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

  /** Whether it is about one kernel, and others may still have a verdict. */
  get isOfOneKernel(): boolean {
    return ofOneKernel.has(this.code)
  }

  /** Whether somebody stopped us, who wants no verdict. */
  get isStop(): boolean {
    return this.code === 'E_STOPPED'
  }
}
