import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { programId, readCase, readDrawn, writeCase } from '../generator/suite/codec.js'
import { loadLaws } from '../generator/suite/laws.js'
import { candidates, sample } from '../generator/suite/sample.js'
import { speaks } from '../specs/spec.js'
import { designTargets } from './design-targets.js'
import { targets } from './targets.js'

const folder = new URL('../specs/cases/', import.meta.url)
const names = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => name.replace(/\.json$/, ''))
const all = [...targets, ...designTargets]
const laws = await loadLaws()

t.ok(names.length > 0, 'there are kept cases')

const lawOf = (name: string) => laws.find(law => law.name === name)

for (const name of names) {
  t.test(`${name} says why it is kept, and a law keeps it`, async t => {
    const text = readFileSync(new URL(`${name}.json`, folder), 'utf8')
    const { claim, why, cite, found, ops } = readCase(text, `specs/cases/${name}.json`)
    t.ok(claim.length > 40, 'a claim')
    t.ok(why.length > 40, 'a reason')
    t.ok(cite.length > 10, 'a citation')
    if (found !== undefined)
      t.equal(`case-${programId({ ops })}`, name, 'what the fuzzer found is called by its content')
    const law = lawOf(name)
    if (law === undefined) throw new Error(`specs/cases has no law for ${name}`)
    const speaking = all.filter(target => speaks(law, target))
    t.ok(
      speaking.length > 0,
      'it speaks about one of the targets; if the model says something else by now, so must its `gives`',
    )
    for (const target of speaking)
      t.strictSame(
        sample([law], target, 1).map(({ id }) => id),
        candidates(target, [{ ops }]).map(({ id }) => id),
        'its program is that of the case',
      )
  })
}

t.test('what is kept comes before everything else', async t => {
  const [first] = laws
  t.ok(names.some(name => lawOf(name) === first))
})

t.test('a case is written as it was read, and must be whole', async t => {
  const kept = {
    claim: 'Step 0 of the program gives OK.',
    why: 'Nobody knows yet.',
    cite: 'security/landlock/net.c',
    found: {
      kernel: { ref: 'lab', release: '7.3.4', abi: 11, errata: 15, behaviours: [], designs: [] },
      seed: 1,
      law: 'denial-is-final',
      step: 0,
      observed: 'EACCES',
      allowed: ['OK'],
      clause: 'hook.denied',
      outcomes: ['EACCES'],
      programs: 3,
      replayed: 5,
      replays: 5,
    },
    gives: ['OK'],
    ops: [{ kind: 'no_new_privs' }],
  } as const
  t.strictSame(readCase(writeCase(kept), 'a.json'), kept)
  t.match(readDrawn(writeCase(kept), 'a.json'), { law: 'denial-is-final', program: { ops: kept.ops } })
  t.strictSame(readDrawn('{"ops":[{"kind":"no_new_privs"}]}', 'a.json'), { program: { ops: kept.ops } })
  const bad = (change: object, message: RegExp) =>
    t.throws(() => readCase(JSON.stringify({ ...kept, ...change }), 'a.json'), { code: 'E_CASE', message })
  bad({ claim: '' }, /^a\.json: claim: expected what its law says, in words/)
  bad({ gives: undefined }, /gives: expected what the step may give, or that a law was found broken/)
  bad({ found: { ...kept.found, observed: 'law broken' } }, /gives: expected what the step may give/)
  bad({ gives: ['fine'] }, /gives\[0\]: expected an outcome/)
  bad({ why: ' ' }, /^a\.json: why: expected why it is kept, in words; it is " "\.$/)
  bad({ cite: undefined }, /^a\.json: cite: expected where that is said/)
  bad({ found: { ...kept.found, step: 1 } }, /found\.step: expected a step of the program; it is 1/)
  bad({ found: { ...kept.found, outcomes: ['OK', 'OK'] } }, /found\.outcomes: expected no more outcomes/)
  bad({ found: { ...kept.found, outcomes: ['fine'] } }, /found\.outcomes\[0\]: expected an outcome/)
  bad({ found: { ...kept.found, seed: -1 } }, /found\.seed: expected a seed/)
  bad({ note: 1 }, /note/)
})
