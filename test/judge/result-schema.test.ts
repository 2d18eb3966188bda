import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import type { SavedRun } from '../../generator/judge/bundle.js'
import { readRun } from '../../generator/judge/read-run.js'
import { recordJson } from '../../generator/judge/result-json.js'
import { resultSchema } from '../../generator/judge/result-schema.js'
import { rejudge } from '../../generator/run/rejudge.js'
import { smallResult } from '../report/small-result.js'
import { schemaPath, schemas } from '../result-schema.js'
import { channelOf, savedRun, writeSavedRun } from '../saved-run.js'

const published = JSON.parse(readFileSync(schemaPath('run'), 'utf8'))
const schema = z.fromJSONSchema(published)

/** What the published schema has against a text; empty if nothing. */
const wrong = (text: string): readonly string[] =>
  schema
    .safeParse(JSON.parse(text))
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

/** A run in which programs give what is not allowed, one does not come to its end, and one does not even begin. */
function partial(): SavedRun {
  const saved = savedRun('b')
  const channel = channelOf(saved.suite, saved.made, outcome => (outcome === 'EACCES' ? 'EPERM' : outcome))
  const [before] = channel.split(/(?<=# begin denial_is_final_3\n)/)
  return { ...saved, channel: before ?? '', lost: ['the guest was lost (panic) in denial_is_final_3'] }
}

t.test('the published schemas are those that the program has', async t => {
  for (const [name, schema] of Object.entries(schemas)) {
    const kept = JSON.parse(readFileSync(schemaPath(name as keyof typeof schemas), 'utf8'))
    t.strictSame(kept, JSON.parse(JSON.stringify(schema)), 'npx tsx test/result-schema.ts --write')
    t.equal(kept.$id, `urn:landlockstep:${name}:1`)
    t.equal(kept.properties.format.const, 1)
  }
})

t.test(
  'records are as the schema has them: of a run, as it is left, and of one that is judged again',
  async t => {
    const { folder, result } = await writeSavedRun(
      [savedRun('a'), partial()],
      [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }],
    )
    for (const one of [result, smallResult, await rejudge(await readRun(folder), folder)]) {
      t.strictSame(wrong(recordJson(one)), [])
      t.ok(resultSchema.safeParse(one).success)
    }
    const left = readFileSync(join(folder, 'result.json'), 'utf8')
    t.strictSame(wrong(left), [])
    t.strictSame(JSON.parse(left), { format: 1, ...result })
  },
)

t.test('what lacks something, has too much, or is of another format is refused', async t => {
  const changed = (change: (result: Record<string, unknown>) => void): readonly string[] => {
    const record = JSON.parse(recordJson(smallResult)) as Record<string, unknown>
    change(record)
    return wrong(JSON.stringify(record))
  }
  t.match(
    changed(record => delete record.verdict),
    [/^verdict/],
  )
  t.match(
    changed(record => Object.assign(record, { verdict: 'fine' })),
    [/^verdict/],
  )
  t.match(
    changed(record => Object.assign(record, { format: 2 })),
    [/^format/],
  )
  t.match(
    changed(record => Object.assign(record, { extra: 1 })),
    [/extra/],
  )
  t.match(
    changed(record => Object.assign(record, { kernels: [{}] })),
    [/^kernels\.0/],
  )
})

t.test('each program has its own end in the record, and they are as many as it counts', async t => {
  const { result } = await writeSavedRun([savedRun('a'), partial()])
  const [, second] = result.kernels
  const [diverged] = result.divergences
  t.match(
    second?.tests.find(({ name }) => name === diverged?.test),
    { law: 'denial-is-final', status: 'diverged' },
  )
  t.match(second?.tests.slice(3), [{ status: 'lost', why: 'began and did not end' }, { status: 'lost' }])
  t.equal(second?.tests[4]?.why, undefined, 'nothing came back of it')
  for (const { tests, programs, agreed, diverged, known, lost } of result.kernels) {
    const of = (status: string): number => tests.filter(one => one.status === status).length
    t.equal(tests.length, programs)
    t.strictSame(['agreed', 'diverged', 'known', 'lost'].map(of), [agreed, diverged, known, lost])
  }
})
