import { ToolError } from '../error.js'

/** Who runs in turns in a guest: upstream's tests, the default suite, and what of it takes no other route than system calls. */
export const contestants = ['upstream', 'ours', 'routeless'] as const
export type Contestant = (typeof contestants)[number]

/** One run of one of them: how long it took by the guest's clock, and what it printed. */
export type Turn = { readonly by: Contestant; readonly seconds: number; readonly text: string }

const whole = /^# bench begin (\w+)\n(.*?)^# bench end \1 (\d+) us status (-?\d+)$/gms

/** Every turn that came to its end, in order. Error: E_BENCH if one of so many turns of each is missing. */
export function readTurns(channel: string, turns: number): readonly Turn[] {
  const found = [...channel.matchAll(whole)].flatMap(([, name, text = '', microseconds]): readonly Turn[] => {
    const by = contestants.find(one => one === name)
    return by === undefined ? [] : [{ by, seconds: Number(microseconds) / 1_000_000, text }]
  })
  const count = (by: Contestant): number => found.filter(turn => turn.by === by).length
  if (contestants.every(by => count(by) === turns)) return found
  const said = `The guest ended after ${found.length} of ${contestants.length * turns} runs; its last lines are below.`
  throw new ToolError('E_BENCH', said, { output: channel.slice(-2_000) })
}
