import fc from 'fast-check'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import { z } from 'zod'
import { formatted } from '../../generator/report/formats/index.js'
import { runs } from '../fuzz-runs.js'
import { anyResult } from './any-result.js'
import { golden, read } from './golden.js'
import { smallResult } from './small-result.js'

t.test('CTRF is as its schema has it', async t => {
  const schema = z.fromJSONSchema(JSON.parse(read('ctrf.schema.json')))
  const isValid = (text: string): boolean => schema.safeParse(JSON.parse(text)).success
  for (const { file } of golden) t.ok(isValid(read(file('ctrf'))), file('ctrf'))
  t.notOk(isValid(formatted(smallResult)('ctrf').replace('"passed"', '"good"')))
  fc.assert(
    fc.property(anyResult, result => isValid(formatted(result)('ctrf'))),
    runs(50),
  )
})

/** What schema 5.3 of KCIDB says of the fields that are used. */
const id = z.string().regex(/^[a-z0-9_]+:[^\0]*$/)
const origin = z.string().regex(/^[a-z0-9_]+$/)
const comment = z.string().regex(/^[^\0]*$/)
const kcidb = z.strictObject({
  version: z.strictObject({ major: z.literal(5), minor: z.literal(3) }),
  checkouts: z.array(z.strictObject({ id, origin, comment })),
  builds: z.array(
    z.strictObject({ id, origin, checkout_id: id, comment, misc: z.record(z.string(), z.unknown()) }),
  ),
  tests: z.array(
    z.strictObject({
      id,
      origin,
      build_id: id,
      path: z.string().regex(/^([a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*)?$/),
      status: z.enum(['FAIL', 'ERROR', 'MISS', 'PASS', 'DONE', 'SKIP']),
      start_time: z.iso.datetime(),
      comment: comment.optional(),
      duration: z.number().min(0).optional(),
      log_excerpt: comment.max(16_384).optional(),
      misc: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})

t.test('JUnit XML has what Jenkins and GitLab take, and nothing else', async t => {
  const schema = read('junit.xsd')
  const isValid = async (contents: string): Promise<boolean> => {
    const { valid, rawOutput } = await validateXML({ xml: { fileName: 'a.xml', contents }, schema })
    if (!valid) t.comment(rawOutput)
    return valid
  }
  const small = read('small.xml')
  for (const { file } of golden) t.ok(await isValid(read(file('junit'))), file('junit'))
  t.notOk(await isValid(small.replaceAll('<error', '<problem').replaceAll('/error>', '/problem>')))
  t.notOk(await isValid(small.replaceAll('classname=', 'class=')))
  t.notOk(await isValid(small.replace('errors="3" time', 'errors="3" skipped="1" time')))
  for (const result of fc.sample(anyResult, { seed: 1, numRuns: 20 }))
    t.ok(await isValid(formatted(result)('junit')))
})

t.test('KCIDB is as its schema has it, and each id leads to what it names', async t => {
  fc.assert(
    fc.property(anyResult, result => {
      const { checkouts, builds, tests } = kcidb.parse(JSON.parse(formatted(result)('kcidb')))
      const ids = tests.map(({ id }) => id)
      return (
        new Set(ids).size === ids.length &&
        builds.every(one => checkouts.some(({ id }) => id === one.checkout_id)) &&
        tests.every(one => builds.some(({ id }) => id === one.build_id))
      )
    }),
    runs(100),
  )
  const { tests } = kcidb.parse(JSON.parse(formatted(smallResult)('kcidb')))
  t.strictSame(
    tests.slice(0, 6).map(({ path, status }) => [path, status]),
    [
      ['landlockstep.denial-is-final.denial_is_final_0', 'PASS'],
      ['landlockstep.denial-is-final.denial_is_final_1', 'FAIL'],
      ['landlockstep.denial-is-final.denial_is_final_2', 'ERROR'],
      ['landlockstep.denial-is-final.denial_is_final_3', 'MISS'],
      ['landlockstep.denial-is-final.denial_is_final_4', 'FAIL'],
      ['landlockstep.handled-is-denied.handled_is_denied_0', 'SKIP'],
    ],
  )
})
