import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { loadKnown } from '../../generator/judge/known.js'

const entry = {
  clause: 'bind.denied',
  observed: 'OK',
  abi: [4, 6],
  why: 'A bug.',
  cite: 'net.c',
  expires: '2030-01-31',
}

function folderWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'known-'))
  writeFileSync(join(folder, 'one.json'), content)
  writeFileSync(join(folder, 'README.md'), 'not an entry')
  return folder
}

const load = (content: unknown, today = '2026-11-24') =>
  loadKnown(folderWith(typeof content === 'string' ? content : JSON.stringify(content)), new Date(today))

t.test('an entry is read with the name of its file', async t => {
  t.strictSame(await load(entry), [{ ...entry, file: 'one.json' }])
})

t.test('an entry is good on its last day, and an error that names it the day after', async t => {
  t.equal((await load(entry, '2030-01-31')).length, 1)
  await t.rejects(load(entry, '2030-02-01'), {
    code: 'E_KNOWN',
    message: /specs\/known\/one\.json expired on 2030-01-31/,
  })
})

t.test('an entry that is malformed or would match everything is an error', async t => {
  const { clause: _, ...wide } = entry
  await t.rejects(load(wide), { code: 'E_KNOWN', message: /names neither a law nor a clause/ })
  await t.rejects(load({ ...entry, why: undefined }), { code: 'E_KNOWN', message: /one\.json: why: / })
  await t.rejects(load({ ...entry, observd: 'OK' }), { code: 'E_KNOWN', message: /observd/ })
  await t.rejects(load('{'), { code: 'E_KNOWN', message: /is not JSON/ })
})

t.test('the entries of the package are all in force', async t => {
  t.type((await loadKnown()).length, 'number')
})
