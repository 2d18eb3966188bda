import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fillObjects } from './objects.js'
import { page } from './page.js'
import type { Outcome, Row } from './row.js'
import { runRow } from './run-row.js'
import { chosen, table } from './table.js'
import { type Warm, warmUp } from './warm.js'

const pageFile = fileURLToPath(new URL('README.md', import.meta.url))

/** Injects the faults that are asked for; 0 if all is as expected, 1 if not. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean' },
      write: { type: 'boolean' },
      jobs: { type: 'string', default: '2' },
      minutes: { type: 'string', default: '60' },
    },
  })
  const rows = chosen(table, {
    ...(values.only === undefined ? {} : { only: values.only }),
    quick: values.quick === true,
  })
  const base = await mkdtemp(join(tmpdir(), 'landlockstep-faults-'))
  const discard = (): void => rmSync(base, { recursive: true, force: true })
  process.once('exit', discard)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(2))
  try {
    const warm = await warmUp(join(base, 'records'), Number(values.minutes), text =>
      process.stderr.write(`${text}\n`),
    )
    await fillObjects(base, warm)
    const onOutcome = values.write === true ? writePage : () => {}
    const outcomes = await runAll(rows, Number(values.jobs), base, warm, onOutcome)
    return conclude(outcomes)
  } finally {
    discard()
  }
}

async function runAll(
  rows: readonly Row[],
  jobs: number,
  base: string,
  warm: Warm,
  onOutcome: (outcomes: readonly Outcome[]) => void,
): Promise<readonly Outcome[]> {
  const waiting = [...rows.entries()]
  const outcomes: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await runRow(next[1], base, next[0], warm)
      outcomes.push(outcome)
      process.stdout.write(`${describe(outcome, outcomes.length, rows.length)}\n`)
      onOutcome(outcomes)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return outcomes
}

function describe({ row, observed, wrong, said, figures, seconds }: Outcome, at: number, of: number): string {
  const head = `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${at}/${of} ${row.group}: ${row.fault}: ${observed} (${seconds.toFixed(1)} s)`
  const numbers = figures.map(figure => `       ${figure}`)
  if (wrong.length === 0) return [head, ...numbers].join('\n')
  const output = said.split('\n').map(line => `     | ${line}`)
  return [head, ...numbers, ...wrong.map(what => `     expected ${what}`), ...output].join('\n')
}

/** After each row, so that little is lost if the rest is not waited for. */
const writePage = (outcomes: readonly Outcome[]): void =>
  writeFileSync(pageFile, page(table, outcomes, existsSync(pageFile) ? readFileSync(pageFile, 'utf8') : ''))

function conclude(outcomes: readonly Outcome[]): number {
  const failed = outcomes.filter(({ wrong }) => wrong.length > 0)
  process.stdout.write(`${outcomes.length - failed.length} passed, ${failed.length} failed\n`)
  return failed.length > 0 || outcomes.length === 0 ? 1 : 0
}

process.exitCode = await main()
