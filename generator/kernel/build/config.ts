import { ToolError } from '../../shared/error.js'

/** A fragment of a kernel's configuration, named by its path. */
export type Fragment = { readonly name: string; readonly text: string }

type ConfigLine = { readonly line: string; readonly by: string }

/** What the fragments ask for, by option; a later fragment overrides an earlier one. Error: E_CONFIG for a line that says nothing, or asks twice in one fragment. */
function mergeFragments(fragments: readonly Fragment[]): ReadonlyMap<string, ConfigLine> {
  const asked = new Map<string, ConfigLine>()
  for (const { name, text } of fragments)
    for (const [option, line] of optionsIn(name, text)) asked.set(option, { line, by: name })
  return asked
}

/** The merged fragments as one. */
export const mergedText = (fragments: readonly Fragment[]): string =>
  [...mergeFragments(fragments).values()].map(({ line }) => `${line}\n`).join('')

/**
 * Fails if a configuration lacks something that was asked for: kbuild drops silently what depends on something else that is not set.
 * Error: E_CONFIG with every such option and where it is asked for, or for a configuration that is none.
 */
export function checkConfig(config: string, fragments: readonly Fragment[], kernel: string): void {
  const wrong = notTaken(config, fragments, kernel)
  if (wrong.length === 0) return
  const names = wrong.map(({ option }) => option).join(', ')
  throw new ToolError(
    'E_CONFIG',
    `The configuration of ${kernel} does not take ${names} as asked for: it is unknown there, or depends on something that is not set. Correct the fragments.`,
    {
      output: wrong.map(({ line, by, got }) => `${by}: ${line}, got ${got ?? 'nothing'}`).join('\n'),
    },
  )
}

/** An option that a configuration has otherwise than it was asked for. */
export type NotTaken = ConfigLine & { readonly option: string; readonly got: string | undefined }

/** The options of which a configuration has something else than the fragments ask for. Error: E_CONFIG for a configuration that is none. */
export function notTaken(
  config: string,
  fragments: readonly Fragment[],
  kernel: string,
): readonly NotTaken[] {
  const got = optionsIn(`The configuration of ${kernel}`, config)
  return [...mergeFragments(fragments)]
    .filter(([option, { line }]) => !isAsAsked(line, got.get(option)))
    .map(([option, asked]) => ({ ...asked, option, got: got.get(option) }))
}

/** Kbuild leaves an option out, rather than saying no, where it cannot be set at all. */
const isAsAsked = (asked: string, got: string | undefined): boolean =>
  asked.startsWith('#') || asked.endsWith('=n') ? got === undefined || got.startsWith('#') : asked === got

/** Each line that sets an option, or says that it is not set, by the option. */
function optionsIn(name: string, text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const line of text.split('\n')) {
    const option = optionOf(line)
    if (option === undefined && !isRemark(line)) throw wrong(name, line, 'is no line of a configuration')
    if (option === undefined) continue
    if (options.has(option)) throw wrong(name, line, `speaks of ${option} once more`)
    options.set(option, line)
  }
  return options
}

/** What kbuild skips; but a line that speaks of an option as if it counted was meant to count. */
const isRemark = (line: string): boolean =>
  /^\s*$|^\s*#/.test(line) && !/^\s*#\s*CONFIG_\w+(?:=| is not set)/.test(line)

function optionOf(line: string): string | undefined {
  const unset = /^# (CONFIG_\w+) is not set$/.exec(line)?.[1]
  const [, set, value = ''] = /^(CONFIG_\w+)=(.*)$/.exec(line) ?? []
  return unset ?? (isValue(value) ? set : undefined)
}

/** y, m or n, a number, or a string in which quotes and backslashes are escaped. */
const isValue = (value: string): boolean => /^(?:[ymn]|-?\d+|0x[\da-fA-F]+)$/.test(value) || isString(value)

const isString = (value: string): boolean =>
  value.length > 1 &&
  value.startsWith('"') &&
  value.endsWith('"') &&
  !/["\\]/.test(value.slice(1, -1).replaceAll(/\\["\\]/g, ''))

const wrong = (name: string, line: string, what: string): ToolError =>
  new ToolError(
    'E_CONFIG',
    `${name}: ${JSON.stringify(line.slice(0, 200))} ${what}; write CONFIG_X=y or # CONFIG_X is not set, once for each option.`,
  )
