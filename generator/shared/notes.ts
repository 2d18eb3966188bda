type HearNote = (text: string) => void

let hear: HearNote = text => void process.stderr.write(`${text}\n`)

/** Tells something that the user should know and that no later stage may paint over. */
export const note = (text: string): void => hear(text)

/** From now on notes go there; gives back where they went. */
export function hearNotes(next: HearNote): HearNote {
  const before = hear
  hear = next
  return before
}
