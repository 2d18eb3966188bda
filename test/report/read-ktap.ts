/** One test that has no tests in it. */
export type Leaf = {
  readonly isOk: boolean
  readonly name: string
  readonly directive: string
  readonly rest: string
}

/** The result of a test: Documentation/dev-tools/ktap.rst, "Test case result lines". */
const resultLine = /^(ok|not ok) (\d+) ([^#]*?)(?: # (?:(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b ?)?([^#]*))?$/

const directivesOfFailure = ['TIMEOUT', 'ERROR']

/**
 * The innermost tests of KTAP version 1, read more strictly than its documentation asks for: no unknown lines, a version and a plan at each level,
 * the header before it, numbers that count, and a parent that fails if and only if one of its tests does. Throws what is wrong.
 */
export function readKtap(text: string): readonly Leaf[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const lines = text.split('\n').slice(0, -1)
  const walk: Walk = { lines, at: 0 }
  const { leaves } = block(walk, '')
  if (walk.at !== lines.length) throw new Error(`line ${walk.at + 1} comes too late: ${lines[walk.at]}`)
  return leaves
}

type Walk = { readonly lines: readonly string[]; at: number }

type Block = { readonly isOk: boolean; readonly name: string; readonly leaves: readonly Leaf[] }

/** The next line of this level without its indentation, or undefined. */
const peek = ({ lines, at }: Walk, indent: string): string | undefined => {
  const line = lines[at]
  return line?.startsWith(indent) && !line.startsWith(`${indent} `) ? line.slice(indent.length) : undefined
}

function take(walk: Walk, indent: string, form: RegExp): RegExpExecArray {
  const found = form.exec(peek(walk, indent) ?? '')
  if (found === null) throw new Error(`line ${walk.at + 1} is not ${form}: ${walk.lines[walk.at]}`)
  walk.at += 1
  return found
}

/** Comments say nothing, and look like nothing else. */
function skipComments(walk: Walk, indent: string): void {
  while (/^# {2}/.test(peek(walk, indent) ?? '')) walk.at += 1
}

function block(walk: Walk, indent: string): Block {
  take(walk, indent, /^KTAP version 1$/)
  const name = indent === '' ? '' : (take(walk, indent, /^# Subtest: ([^#]*)$/)[1] ?? '')
  skipComments(walk, indent)
  const count = Number(take(walk, indent, /^1\.\.([1-9]\d*)$/)[1])
  const leaves: Leaf[] = []
  let isOk = true
  for (let number = 1; number <= count; number++) {
    skipComments(walk, indent)
    const inside = peek(walk, `${indent}  `) === undefined ? undefined : block(walk, `${indent}  `)
    const [, word, its, description = '', directive = '', rest = ''] = take(walk, indent, resultLine)
    if (Number(its) !== number) throw new Error(`line ${walk.at} has not the number ${number}`)
    const isFine = word === 'ok'
    if (inside !== undefined && (inside.isOk !== isFine || inside.name !== description))
      throw new Error(`line ${walk.at} does not say of ${inside.name} what its tests do`)
    if (isFine && directivesOfFailure.includes(directive)) throw new Error(`line ${walk.at} is ok`)
    leaves.push(...(inside?.leaves ?? [{ isOk: isFine, name: description, directive, rest }]))
    isOk &&= isFine
  }
  return { isOk, name, leaves }
}
