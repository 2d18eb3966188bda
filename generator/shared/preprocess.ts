/** A term of a condition on what a file of C is for: `ALONE` for one program, or `NEED(name)` for one that needs that. */
type Holds = (term: string) => boolean

/** What a line that begins a condition of ours asks for: one of its terms. */
const condition = /^#if ((?:!?ALONE|NEED\(\w+\))(?: \|\| (?:!?ALONE|NEED\(\w+\)))*)$/

/** A suite has whatever any program needs. */
const ofSuite: Holds = term => term !== 'ALONE'

/**
 * The part of C that is there under some conditions. They are a part of what the C preprocessor reads, each with its `#endif` and
 * perhaps an `#else`, at the beginning of a line; all other lines stay as they are, with conditions about the machine.
 */
export function preprocess(source: string, holds: Holds): string {
  const kept: string[] = []
  const open: { readonly isOurs: boolean; isKept: boolean }[] = []
  for (const line of source.split('\n')) {
    const terms = condition.exec(line)?.[1]?.split(' || ')
    const last = open.at(-1)
    if (terms === undefined && /^#.*\b(?:NEED|ALONE)\b/.test(line))
      throw new Error(`no condition of ours: ${line}`)
    if (terms !== undefined) open.push({ isOurs: true, isKept: terms.some(holds) })
    else if (last?.isOurs === true && line === '#else') last.isKept = !last.isKept
    else if (last?.isOurs === true && line === '#endif') open.pop()
    else {
      if (open.every(({ isKept }) => isKept)) kept.push(line)
      if (/^#if/.test(line)) open.push({ isOurs: false, isKept: true })
      else if (/^#endif/.test(line)) open.pop()
    }
  }
  return kept.join('\n')
}

/** C as a suite and the executor have it: with all that there is. */
export const forSuite = (source: string): string => preprocess(source, ofSuite)

/** C as one program has it, which needs only some of it. */
export const forProgram = (source: string, needs: ReadonlySet<string>): string =>
  preprocess(source, term => term === 'ALONE' || needs.has(/^NEED\((\w+)\)$/.exec(term)?.[1] ?? ''))
