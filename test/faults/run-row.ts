import { join } from 'node:path'
import { differences, seenWords } from './compare.js'
import type { Exit } from './process.js'
import type { Outcome, Row } from './row.js'
import type { Warm } from './warm.js'
import { type Lent, lend } from './world.js'

const defaultLimit = 900

/** Injects a fault in a world of its own, and says what came of it. */
export async function runRow(row: Row, base: string, index: number, warm: Warm): Promise<Outcome> {
  const started = performance.now()
  const lent = await lend(join(base, `row-${index}`), warm, row.setting ?? {})
  try {
    const outcome = await inTime(row, lent).then(
      exit => outcomeOf(row, lent, exit),
      (error: Error) => failed(`the fault could not be injected: ${error.message}`),
    )
    return { row, ...outcome, figures: lent.figures, seconds: (performance.now() - started) / 1000 }
  } finally {
    await lent.end()
  }
}

async function inTime({ inject, limit = defaultLimit }: Row, { world }: Lent): Promise<Exit | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, limit * 1000, undefined)
  })
  try {
    return await Promise.race([inject(world), late])
  } finally {
    clearTimeout(timer)
  }
}

async function outcomeOf(
  { expected, limit = defaultLimit }: Row,
  lent: Lent,
  exit: Exit | undefined,
): Promise<Pick<Outcome, 'observed' | 'wrong' | 'said'>> {
  if (exit === undefined) return failed(`did not end in ${limit} s`)
  const besides = [...lent.problems, ...(await lent.leftovers()).map(one => `left ${one}`)]
  return {
    observed: [seenWords(expected, exit), ...besides].join('; '),
    wrong: [...differences(expected, exit), ...besides],
    said: `${tail(exit.stdout)}\n${tail(exit.stderr)}`.trim(),
  }
}

const failed = (why: string) => ({ observed: why, wrong: [why], said: '' })

const tail = (text: string): string => text.trimEnd().split('\n').slice(-12).join('\n')
