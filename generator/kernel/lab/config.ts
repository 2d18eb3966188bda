import { ToolError } from '../../shared/error.js'

/** A fragment of a kernel's configuration, named by its path. */
export type Fragment = { readonly name: string; readonly text: string }

type Asked = { readonly line: string; readonly by: string }

/** What the fragments ask for, by option; a later fragment overrides an earlier one. Error: E_CONFIG for a line that says nothing. */
export function merge(fragments: readonly Fragment[]): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>()
  for (const { name, text } of fragments) {
    for (const line of text.split('\n')) {
      const option = optionOf(line)
      if (option !== undefined) asked.set(option, { line, by: name })
      else if (!/^\s*(#.*)?$/.test(line)) throw unreadable(name, line)
    }
  }
  return asked
}

/** The merged fragments as one. */
export const mergedText = (fragments: readonly Fragment[]): string =>
  [...merge(fragments).values()].map(({ line }) => `${line}\n`).join('')

/**
 * Fails if a configuration lacks something that was asked for: kbuild drops silently what depends on something else that is not set.
 * Error: E_CONFIG with every such option and where it is asked for.
 */
export function checkConfig(config: string, fragments: readonly Fragment[], kernel: string): void {
  const got = new Map(config.split('\n').flatMap(line => [[optionOf(line) ?? '', line] as const]))
  const wrong = [...merge(fragments)].filter(([option, { line }]) => !isAsAsked(line, got.get(option)))
  if (wrong.length === 0) return
  const names = wrong.map(([option]) => option).join(', ')
  throw new ToolError(
    'E_CONFIG',
    `The configuration of ${kernel} does not take ${names} as asked for: it is unknown there, or depends on something that is not set. Correct the fragments.`,
    {
      output: wrong
        .map(([option, { line, by }]) => `${by}: ${line}, got ${told(got.get(option))}`)
        .join('\n'),
    },
  )
}

/** Kbuild leaves an option out, rather than saying no, where it cannot be set at all. */
const isAsAsked = (asked: string, got: string | undefined): boolean =>
  asked.startsWith('#') || asked.endsWith('=n') ? got === undefined || got.startsWith('#') : asked === got

const told = (line: string | undefined): string => line ?? 'nothing'

const optionOf = (line: string): string | undefined =>
  /^(?:# )?(CONFIG_\w+)(?:=\S.*| is not set)$/.exec(line)?.[1]

const unreadable = (name: string, line: string): ToolError =>
  new ToolError(
    'E_CONFIG',
    `${name}: ${JSON.stringify(line)} is no line of a kernel's configuration; write CONFIG_X=y or # CONFIG_X is not set.`,
  )
