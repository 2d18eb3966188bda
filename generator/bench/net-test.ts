import { ToolError } from '../shared/error.js'

/** What upstream's net_test told of itself; a test that was skipped did not run. */
export type NetTest = {
  readonly planned: number
  /** How many ran, whatever they gave. */
  readonly ran: number
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
}

type NetTestLine = { readonly name: string; readonly failed: boolean; readonly skipped: boolean }

/** Counts the tests of a KTAP text without nesting. Error: E_BENCH where it did not come to its end. */
export function readNetTest(text: string): NetTest {
  const planned = Number(/^1\.\.(\d+)$/m.exec(text)?.[1] ?? Number.NaN)
  const lines = text.split('\n').flatMap(readLine)
  if (lines.length !== planned || planned === 0) {
    const said = `Upstream's net_test told of ${lines.length} tests where it planned ${planned || 'none'}, so its speed says nothing; run again.`
    throw new ToolError('E_BENCH', said, { output: text.slice(-2_000) })
  }
  const skipped = lines.filter(line => line.skipped)
  return {
    planned,
    ran: planned - skipped.length,
    failed: lines.filter(line => line.failed).map(({ name }) => name),
    skipped: skipped.map(({ name }) => name),
  }
}

function readLine(line: string): readonly NetTestLine[] {
  const [, not, name = '', directive = ''] = /^(not )?ok \d+ (\S+)(?: # (.*))?$/.exec(line) ?? []
  return name === '' ? [] : [{ name, failed: not !== undefined, skipped: directive.startsWith('SKIP') }]
}
