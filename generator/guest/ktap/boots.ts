import { misplaced } from './error.js'

/** What one guest said: from which test on it was to run, the text, and the number of its first line in the whole channel. */
export type BootText = { readonly from: number; readonly text: string; readonly line: number }

/** Stands between what two guests said; no guest can write it, because the character that it begins with is taken out of what they say. */
const mark = /\f# boot (\d{1,6}) from (\d{1,9})\n/

/** The channel of a run, to which what the guest of one more boot said is added; that one ran the tests from that number on. */
export function withBoot(channel: string, boot: number, from: number, said: string): string {
  const text = said.replaceAll('\f', '\ufffd')
  return boot === 0 ? text : `${channel}\f# boot ${boot} from ${from}\n${text}`
}

/** What each guest of a run said. Error: E_CHANNEL if one of them is missing. */
export function bootsIn(channel: string): readonly BootText[] {
  const [first = '', ...parts] = channel.split(mark)
  const boots: BootText[] = [{ from: 0, text: first, line: 1 }]
  for (let index = 0; index < parts.length; index += 3) {
    const [boot = '', from = '', text = ''] = parts.slice(index, index + 3)
    const before = boots.at(-1) ?? { text: '', line: 1 }
    const line = before.line + before.text.split('\n').length
    if (Number(boot) !== boots.length)
      throw misplaced({ at: line - 1, text: `# boot ${boot}` }, `boot ${boots.length} has to begin`)
    boots.push({ from: Number(from), text, line })
  }
  return boots
}
