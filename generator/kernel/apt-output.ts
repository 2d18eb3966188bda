import { ToolError } from '../error.js'
import type { Exit } from '../exec.js'
import type { Progress } from '../suite.js'

/** A listener for apt's status lines, which say how far a download is. */
export const percent =
  (progress: Progress, text: string) =>
  (line: string): void => {
    const done = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1]
    if (done !== undefined) progress(`${text}, ${Math.floor(Number(done))} %`)
  }

/** What apt could not do, told apart by its lines: E_SIGNATURE, E_KERNEL (no such suite), E_DISK or E_NETWORK. */
export function aptError(
  { stdout, stderr }: Pick<Exit, 'stdout' | 'stderr'>,
  what: string,
  suite: string,
): ToolError {
  const lines = `${stdout}${stderr}`.split('\n').filter(line => line !== '' && !/^\w+status:/.test(line))
  const output = lines.join('\n')
  if (untrusted.test(output)) {
    return new ToolError(
      'E_SIGNATURE',
      `What the mirror sent is not what Debian signed (${what}); nothing of it was kept. Try again later, or set LANDLOCKSTEP_MIRROR to another mirror.`,
      { output },
    )
  }
  if (/does not have a Release file|404 +Not Found/.test(output) && suite !== '') {
    return new ToolError(
      'E_KERNEL',
      `The mirror has no suite ${suite}; \`landlockstep kernels\` lists what there is.`,
      {
        output,
      },
    )
  }
  return new ToolError(
    'E_NETWORK',
    `The mirror could not be read (${what}). Look at the network, set LANDLOCKSTEP_MIRROR to another mirror, or give an image by \`--kernel FILE\`.`,
    { output },
  )
}

const untrusted =
  /GPG error|NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|isn't valid|Hash Sum mismatch|unexpected size|no longer valid|is expired|not valid yet|Mirror sync|weak/i
