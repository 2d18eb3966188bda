import t from 'tap'
import { loader } from '../generator/mutate/load.js'
import { modelSource } from '../generator/mutate/mutate-model.js'
import { addRule, at, bind, create, enforce, mptcp, tcp } from '../specs/arbitrary/ops.js'
import { predict } from '../specs/model/predict.js'
import type { Op } from '../specs/program.js'
import { rights } from '../specs/rights.js'
import { targets } from './targets.js'

/** What a right of an ABI 12 takes: its line in what is written from landlock.h, and its row. */
const lines: Readonly<Record<string, readonly [behind: string, line: string]>> = {
  'specs/uapi/landlock.ts': ['export const netRights = {', '  bind_mptcp: { bit: 4, abi: 12 },'],
  'specs/rights.ts': [
    'export const rights = {',
    "  bind_mptcp: { ...netRights.bind_mptcp, transport: 'mptcp', acts: ['bind'], cite: 'imagined' },",
  ],
}

/** The model with a right more. */
async function modelWithRight() {
  const { model, others } = await modelSource()
  const files = [...model, ...others].map(({ path, content }) => {
    const [behind, line] = lines[path] ?? []
    if (behind === undefined) return { path, content }
    t.ok(content.includes(behind), `${path} has its table`)
    return { path, content: content.replace(behind, `${behind}\n${line}`) }
  })
  return loader(files)()
}

t.test('a right of an ABI to come is a row: it is handled, granted, denied and logged', async t => {
  const newest = targets.at(-1)
  if (newest === undefined) throw new Error('no target')
  const { step, initialState } = await modelWithRight()
  const given = (abi: number, ops: readonly Op[]): readonly string[] =>
    (predict({ ...newest, abi }, { ops }, step, [initialState])?.allowed ?? []).map(one => one.join('|'))
  const handled = create(newest, 0, { handled_access_net: ['bind_mptcp'] })
  const grant = addRule(0, { allow: ['bind_mptcp'], port: 'a' })
  const sockets = [mptcp(0), tcp(1)]

  t.strictSame(given(11, [handled]), ['EINVAL'], 'an ABI before does not know it')
  t.strictSame(
    given(12, [handled, grant, enforce(0), ...sockets, bind(0, at('b')), bind(0, at('a')), bind(1, at('b'))]),
    ['OK', 'OK', 'OK', 'OK', 'OK', 'EACCES', 'OK', 'OK'],
    'it is about its own sockets, and no others',
  )
  t.match(
    given(12, [handled, enforce(0), ...sockets, bind(0, at('b')), { kind: 'read_audit' }]).at(-1),
    /^=deny\(1,net\.bind_mptcp,/,
  )
})

t.test('each right says where it stands, and judges calls that no other one judges', async t => {
  const judged = Object.values(rights).flatMap(({ transport, acts }) =>
    acts.map(act => `${act} ${transport}`),
  )
  t.equal(new Set(judged).size, judged.length)
  for (const { cite } of Object.values(rights)) t.match(cite, /^security\/landlock\/net\.c: hook_/)
})
