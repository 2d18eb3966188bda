import { ToolError } from '../error.js'

/** One run of one of the two programs in a guest: how long it took by the guest's clock, and what it printed. */
export type Turn = { readonly by: 'upstream' | 'ours'; readonly seconds: number; readonly text: string }

const whole = /^# bench begin (upstream|ours)\n(.*?)^# bench end \1 (\d+) us status (-?\d+)$/gms

/** Every turn that came to its end, in order. Error: E_BENCH if one of so many turns of each is missing. */
export function readTurns(channel: string, turns: number): readonly Turn[] {
  const found = [...channel.matchAll(whole)].map(
    ([, by, text = '', microseconds]): Turn => ({
      by: by === 'ours' ? 'ours' : 'upstream',
      seconds: Number(microseconds) / 1_000_000,
      text,
    }),
  )
  const count = (by: Turn['by']): number => found.filter(turn => turn.by === by).length
  if (count('upstream') === turns && count('ours') === turns) return found
  const said = `The guest ended after ${found.length} of ${2 * turns} runs; its last lines are below.`
  throw new ToolError('E_BENCH', said, { output: channel.slice(-2_000) })
}
