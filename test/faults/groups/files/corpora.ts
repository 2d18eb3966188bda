import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cachingCompiler } from '../../hostile.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { error } from '../shared.js'
import { hunt } from './shared.js'

const well: Expected = { exit: 0, verdict: 'agree' }

/** A corpus that a session left, and another session that begins with it. */
const corpus = (fault: string, content: string | Uint8Array, expected: Expected): RowOfGroup => ({
  fault: `a corpus ${fault}`,
  expected,
  quick: true,
  limit: 300,
  inject: async world => {
    const env = { CC: cachingCompiler(world) }
    const first = await world.run(hunt, { env })
    if (first.code !== 0) world.problem(`the session before it failed: ${first.stderr}`)
    const folder = world.at(join(world.out, 'corpus'))
    const names = readdirSync(folder).filter(name => name.endsWith('.jsonl'))
    if (names.length === 0) world.problem('no corpus was left')
    for (const name of names) writeFileSync(join(folder, name), content)
    return world.run(hunt, { env })
  },
})

const setAside = { ...well, says: /1 lines of .* are no programs; they are set aside/ }

/** Programs that are kept from one session to the next, and are none. */
export const corpora: readonly RowOfGroup[] = [
  corpus('that is empty', '', well),
  corpus('that is cut in a line', '{"ops":[{"kind":"socket","as":0,', setAside),
  corpus('that is nested 100000 deep', `${'['.repeat(100_000)}\n`, setAside),
  corpus('with __proto__ as a key', '{"ops":[],"__proto__":{}}\n', setAside),
  corpus('that is 64 MB of one line', `${'a'.repeat(64 * 2 ** 20)}\n`, setAside),
  corpus('of a newer version', '{"format":2,"ops":[]}\n', error('E_FORMAT', /update Landlockstep/)),
]
