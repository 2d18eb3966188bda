import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadKnown } from '../../generator/judge/known.js'
import { emptyFolder } from '../empty-folder.js'

const entry = {
  clause: 'hook.family-mismatch',
  observed: 'OK',
  abi: [4, 6],
  why: 'A bug.',
  cite: 'net.c',
  expires: '2030-01-31',
}

function folderWith(content: string): string {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'one.json'), content)
  writeFileSync(join(folder, 'README.md'), 'not an entry')
  return folder
}

const load = (content: unknown, today = '2026-11-24') =>
  loadKnown(folderWith(typeof content === 'string' ? content : JSON.stringify(content)), new Date(today))

t.test('an entry is read with the name of its file', async t => {
  t.strictSame(await load(entry), { known: [{ ...entry, file: 'one.json' }], lacks: [] })
})

t.test('an entry is good on its last day, and an error that names it the day after', async t => {
  t.equal((await load(entry, '2030-01-31')).known.length, 1)
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
  await t.rejects(load(`${JSON.stringify(entry).slice(0, -1)},"why":"Another."}`), {
    code: 'E_KNOWN',
    message: /one\.json.*"why" stands there twice/,
  })
  await t.rejects(load('{'), { code: 'E_KNOWN', message: /is not JSON/ })
})

t.test('an entry that names what there is not is an error that names file and field', async t => {
  const bad = (change: object, field: string) =>
    t.rejects(load({ ...entry, ...change }), {
      code: 'E_KNOWN',
      message: new RegExp(`^specs/known/one\\.json: ${field}`),
    })
  t.equal((await load({ ...entry, law: 'denial-is-final' })).known.length, 1)
  await bad({ law: 'denial-is-finer' }, 'law')
  await bad({ clause: 'hook.family-mismach' }, 'clause')
  await bad({ clause: 'constructor' }, 'clause')
  for (const abi of [[0, 6], [6, 4], [4], [4, 99], [4, 6, 7], ['4', '6'], [4.5, 6], 4])
    await bad({ abi }, 'abi')
  for (const observed of ['ok', 'EINVALID', 'constructor', '', 'law broke', 'crashed'])
    await bad({ observed }, 'observed')
  for (const observed of ['OK', 'EINVAL', '=5', 'law broken', 'hang', 'crash, signal 11'])
    t.equal((await load({ ...entry, observed })).known.length, 1, observed)
  await bad({ allowed: '!EPERM' }, 'allowed')
  await bad({ why: ' ' }, 'why')
  await bad({ expires: '2030-02-31' }, 'expires')
})

t.test('a fix that releases are known to lack is an entry of its own', async t => {
  const { why, cite, expires } = entry
  const lack = { behaviour: 'unspec_like_stack', releases: ['6.15', '6.17'], why, cite, expires }
  t.strictSame(await load(lack), { known: [], lacks: [{ ...lack, file: 'one.json' }] })
  await t.rejects(load({ ...lack, behaviour: 'unspec' }), {
    code: 'E_KNOWN',
    message: /one\.json: behaviour/,
  })
  await t.rejects(load({ ...lack, releases: ['6.17', '6.9'] }), { code: 'E_KNOWN', message: /releases/ })
  await t.rejects(load({ ...lack, releases: ['6.17.1', '7'] }), { code: 'E_KNOWN', message: /releases/ })
  await t.rejects(load({ ...lack, abi: [4, 6] }), { code: 'E_KNOWN', message: /abi/ })
  await t.rejects(load(lack, '2031-01-01'), { code: 'E_KNOWN', message: /expired/ })
})

t.test('a file whose name is mistyped, or that cannot be read, is an error and not left out', async t => {
  const folder = folderWith(JSON.stringify(entry))
  writeFileSync(join(folder, '.one.json.swp'), 'of an editor')
  t.equal((await loadKnown(folder, new Date('2026-11-24'))).known.length, 1)
  writeFileSync(join(folder, 'two.jsn'), JSON.stringify(entry))
  await t.rejects(loadKnown(folder), { code: 'E_KNOWN', message: /specs\/known\/two\.jsn is no entry/ })
  renameSync(join(folder, 'two.jsn'), join(folder, 'two.txt'))
  await t.rejects(loadKnown(folder), { code: 'E_KNOWN', message: /two\.txt/ })
  rmSync(join(folder, 'two.txt'))
  mkdirSync(join(folder, 'three.json'))
  await t.rejects(loadKnown(folder, new Date('2026-11-24')), {
    code: 'E_KNOWN',
    message: /three\.json cannot be read/,
  })
  t.same(await loadKnown(join(folder, 'none')), { known: [], lacks: [] })
  await t.rejects(loadKnown(join(folder, 'one.json')), {
    code: 'E_KNOWN',
    message: /specs\/known cannot be read/,
  })
})

t.test('the entries of the package are all in force', async t => {
  const { known, lacks } = await loadKnown()
  t.ok(known.length > 0 && lacks.length > 0)
})
