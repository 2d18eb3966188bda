import { ToolError } from '../shared/error.js'

/** Who runs in turns where a suite is measured: upstream's tests, the default suite, and what of it takes no other route than system calls. */
export const suites = ['upstream', 'ours', 'routeless'] as const

/**
 * Who runs in turns where the executor is measured: it, a bare loop with the same calls, and that with a network namespace
 * for each program or one of a few.
 */
export const loops = ['executor', 'bare', 'each', 'pool'] as const

const contestants = [...suites, ...loops]
type Contestant = (typeof contestants)[number]

/** One run of one of them: how long it took by the guest's clock, what it printed, and its status of wait(2). */
export type Turn = {
  readonly by: Contestant
  readonly seconds: number
  readonly text: string
  readonly status: number
}

/** Every turn that came to its end, in order. Error: E_BENCH if one of so many turns of each of those who ran is missing. */
export function readTurns(channel: string, who: readonly Contestant[], turns: number): readonly Turn[] {
  const found = turnsIn(channel)
  const count = (by: Contestant): number => found.filter(turn => turn.by === by).length
  if (who.every(by => count(by) === turns)) return found
  const said = `There were ${found.length} of ${who.length * turns} runs when the measurement ended; its last lines are below.`
  throw new ToolError('E_BENCH', said, { output: channel.slice(-2_000) })
}

/** Line by line: what stands between the beginning and the end of one of them is what it printed. */
function turnsIn(channel: string): readonly Turn[] {
  const turns: Turn[] = []
  let [by, said]: [Contestant | undefined, string[]] = [undefined, []]
  for (const line of channel.split('\n')) {
    const begun = /^# bench begin (\w+)$/.exec(line)?.[1]
    const [, name, microseconds, status] = /^# bench end (\w+) (\d+) us status (-?\d+)$/.exec(line) ?? []
    if (begun !== undefined) [by, said] = [contestants.find(one => one === begun), []]
    else if (by !== undefined && name === by) {
      const text = said.map(one => `${one}\n`).join('')
      turns.push({ by, seconds: Number(microseconds) / 1_000_000, text, status: Number(status) })
      by = undefined
    } else said.push(line)
  }
  return turns
}
