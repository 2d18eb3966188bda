import { misplaced } from './error.js'

/** The tests that a guest is to run: from that number on, all or every second, third, … one. */
export type TestRange = { readonly from: number; readonly each?: number }

/** Whether a test of that number is one of them. */
export const isInRange = ({ from, each = 1 }: TestRange, number: number): boolean =>
  number >= from && (number - from) % each === 0

/** What one guest said: which tests it was to run, or which one alone, the text, and the number of its first line in the whole channel. */
type BootText = TestRange & {
  readonly again?: RepeatedTest
  readonly text: string
  readonly line: number
}

/** A test that ran alone once more because it had hung, and for how long by our clock. */
export type RepeatedTest = { readonly name: string; readonly ms: number }

/** Stands between what two guests said; no guest can write it, because the character that it begins with is taken out of what they say. */
const mark = /\f# (?:boot (\d{1,6}) from (\d{1,9})(?: each (\d{1,3}))?|again (\w+) in (\d{1,9}) ms)\n/

/** The channel of a run, to which what the guest of one more boot said is added; that one was to run these tests. */
export function withBoot(channel: string, boot: number, { from, each }: TestRange, said: string): string {
  const text = clean(said)
  if (boot === 0 && each === undefined) return text
  return `${channel}\f# boot ${boot} from ${from}${each === undefined ? '' : ` each ${each}`}\n${text}`
}

/** The same with what the guest said in which one test ran again. */
export const withAgain = (channel: string, { name, ms }: RepeatedTest, said: string): string =>
  `${channel}\f# again ${name} in ${Math.round(ms)} ms\n${clean(said)}`

const clean = (said: string): string => said.replaceAll('\f', '\ufffd')

/** What each guest of a run said. Error: E_CHANNEL if one of them is missing. */
export function bootsIn(channel: string): readonly BootText[] {
  const [first = '', ...parts] = channel.split(mark)
  const boots: BootText[] = [{ from: 0, text: first, line: 1 }]
  for (let index = 0; index < parts.length; index += 6) {
    const [boot, from, each, name, ms, text = ''] = parts.slice(index, index + 6)
    const before: BootText = boots.at(-1) ?? { from: 0, text: '', line: 1 }
    const line = before.line + before.text.split('\n').length
    // The first one is only marked where it is not to run all.
    const isFirst = index === 0 && first === '' && Number(boot) === 0
    if (isFirst) boots.pop()
    if (name !== undefined) boots.push({ from: 0, again: { name, ms: Number(ms) }, text, line })
    else if (Number(boot) !== boots.length || before.again !== undefined)
      throw misplaced({ at: line - 1, text: `# boot ${boot}` }, `boot ${boots.length} has to begin`)
    else boots.push({ from: Number(from), ...(each === undefined ? {} : { each: Number(each) }), text, line })
  }
  return boots
}
