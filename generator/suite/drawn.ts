import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Target } from '../../specs/target.js'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { keepNewest } from '../shared/prune.js'
import { codeHash } from './code-hash.js'
import { type Choice, draw } from './draw.js'
import type { Suite } from './suite.js'
import { expectedFile } from './suite-json.js'

/** How many drawn suites are kept. */
const most = 8

const file = 'expected.json'

/** The cache makes sure that it is as it was written, and that was by the same code; read as it is, its fields keep the order in which they were drawn. */
const asDrawn = z.custom<Pick<Suite, 'laws' | 'tests' | 'notRunnable'>>(
  value => typeof value === 'object' && value !== null && 'tests' in value,
)

const terms: Terms = { needs: { [file]: 'file' } }

/**
 * The suite that is drawn for a target: as it was drawn before if specs, what draws from them, target and choice are the same, since the same gives the
 * same programs. Errors: those of `draw`.
 */
export async function drawn(target: Target, choice: Choice, code?: string): Promise<Suite> {
  const { seed, filter, folders } = choice
  const key = sha256(JSON.stringify([await codeHash(code), target, seed, filter ?? null, folders ?? null]))
  let fresh: Suite | undefined
  const kept = await cached('drawn', key, terms, async dir => {
    fresh = await draw(target, choice)
    await writeWhole(join(dir, file), expectedFile(fresh).content)
  })
  const text = fresh === undefined ? await readFile(join(kept, file), 'utf8') : ''
  await keepNewest(kept, most)
  return fresh ?? { target, seed, ...readJson(asDrawn, text, join(kept, file)) }
}
