import { isNameOf, namesOf } from '../names-of.js'
import { type Choices, type DecisionName, decisions, exclusions, namedSets } from './decisions.js'

/** What a target has of a decision: what was chosen, or else what is usual. */
export const chosen = <D extends DecisionName>(
  { choices }: { readonly choices?: Choices },
  name: D,
): NonNullable<Choices[D]> | (typeof decisions)[D]['usual'] => choices?.[name] ?? decisions[name].usual

/** Whether a target has all of these choices. */
export const hasChosen = (target: { readonly choices?: Choices }, wanted: Choices): boolean =>
  namesOf(wanted).every(name => chosen(target, name) === wanted[name])

/** Why some designs and choices do not go together; undefined if they do. */
const excluded = (names: readonly string[], choices: Choices): string | undefined => {
  const found = exclusions.find(
    one => hasChosen({ choices }, one.choices) && one.designs.some(name => names.includes(name)),
  )
  if (found === undefined) return undefined
  const words = Object.entries(found.choices).map(([name, choice]) => `${name}=${choice}`)
  return `${words.join(',')} does not go together with ${names.filter(name => found.designs.includes(name)).join(', ')}: ${found.why}.`
}

/** Only what is not usual, in the order of the table. */
export const choicesFrom = (all: Readonly<Record<string, string>>): Choices =>
  Object.fromEntries(
    namesOf(decisions).flatMap(name => {
      const choice = all[name]
      return choice === undefined || choice === decisions[name].usual ? [] : [[name, choice]]
    }),
  )

/** What choices are called behind the name of their design, `[default_protocol=mapped]`; nothing where all is usual. */
export const bracketOf = (design: string, choices: Choices = {}): string => {
  const own = namesOf(decisions).filter(
    name => decisions[name].design === design && choices[name] !== undefined,
  )
  return own.length === 0 ? '' : `[${own.map(name => `${name}=${choices[name]}`).join(',')}]`
}

/** Designs by name with what was chosen of them, or what is wrong with the words. */
type NamedDesigns =
  | { readonly names: readonly string[]; readonly choices: Choices }
  | { readonly wrong: string }

/** Commas within brackets part choices, and others designs. */
const words = (text: string): readonly string[] => text.split(/,(?![^[]*\])/)

/** What may stand in brackets behind a design, in words. */
const possible = (): string =>
  `Possible are ${namesOf(decisions)
    .map(name => `${name}=${namesOf(decisions[name].choices).join('|')} of ${decisions[name].design}`)
    .join(', ')}, and the sets ${namesOf(namedSets).join(', ')}.`

/** Why a decision is not taken once more. */
const clashOf = (
  all: Readonly<Record<string, string>>,
  decision: string,
  choice: string,
): string | undefined => {
  const before = all[decision]
  if (before === undefined) return undefined
  return before === choice
    ? `${decision}=${choice} is said twice: say it once.`
    : `${decision}=${before} and ${decision}=${choice} exclude each other: one kernel does one of them.`
}

/** What is said in brackets, each word a decision with its choice or the name of a set; or what is wrong with it. */
function read(design: string, inside: string): Readonly<Record<string, string>> | string {
  const all: Record<string, string> = {}
  for (const word of inside.split(',').map(one => one.trim())) {
    const [name = '', ...choice] = word.split('=')
    if (isNameOf(namedSets, word) && namedSets[word].design !== design)
      return `${word} is a form of ${namedSets[word].design}, not of ${design}.`
    const more: Readonly<Record<string, string>> = isNameOf(namedSets, word)
      ? namedSets[word].choices
      : { [name]: choice.join('=') }
    for (const [decision, one] of Object.entries(more)) {
      if (!isNameOf(decisions, decision) || !Object.hasOwn(decisions[decision].choices, one))
        return `${JSON.stringify(word)} is no decision with a choice of it. ${possible()}`
      const clash = clashOf(all, decision, one)
      if (clash !== undefined) return clash
      all[decision] = one
    }
  }
  return all
}

/** A choice of another form of the same proposal makes it that form: `socket-create[default_protocol=given]` goes by protocol. */
const designOf = (name: string, inside: string): string => {
  if (name !== 'socket-create') return name
  const [first = ''] = inside.split(/[,=]/)
  if (isNameOf(namedSets, first)) return namedSets[first].design
  return isNameOf(decisions, first) ? decisions[first].design : name
}

/** Reads `socket-fd,socket-create-v4[default_protocol=mapped,packet_alias=no]`; whether there are such designs, others know. */
export function namedDesigns(text: string): NamedDesigns {
  const names = new Set<string>()
  const all: Record<string, string> = {}
  for (const word of words(text)) {
    const [, name = '', inside] = /^([a-z\d-]+)(?:\[([^[\]]*)\])?$/.exec(word) ?? []
    if (name === '')
      return {
        wrong: word.includes('[')
          ? `${JSON.stringify(word)} is no design with its choices: write it as socket-create-v4[default_protocol=mapped].`
          : `${JSON.stringify(word)} is no design.`,
      }
    const design = inside === undefined ? name : designOf(name, inside)
    names.add(design)
    const chosen = inside === undefined ? {} : read(design, inside)
    if (typeof chosen === 'string') return { wrong: chosen }
    for (const [decision, choice] of Object.entries(chosen)) {
      const clash = clashOf(all, decision, choice)
      if (clash !== undefined) return { wrong: clash }
      all[decision] = choice
    }
  }
  const choices = choicesFrom(all)
  const homeless = namesOf(choices).find(one => !names.has(decisions[one].design))
  if (homeless !== undefined)
    return { wrong: `${homeless} is a decision of ${decisions[homeless].design}, which is not named.` }
  const why = excluded([...names], choices)
  return why === undefined ? { names: [...names], choices } : { wrong: why }
}
