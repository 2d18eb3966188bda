type HearDetail = (text: string) => void

let hear: HearDetail | undefined

/** Tells whoever asked for it what is run, and what it takes; nobody else hears it, so a text that is dear to make is made only then. */
export function detail(text: () => string): void {
  hear?.(text())
}

/** From now on details go there; nobody hears them before. */
export function hearDetails(next: HearDetail): void {
  hear = next
}
