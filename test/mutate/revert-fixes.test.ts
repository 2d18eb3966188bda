import t from 'tap'
import { catalog } from '../../generator/suite/catalog.js'
import { behaviourNames } from '../../specs/behaviours.js'
import { errata } from '../../specs/errata.js'
import { revertedFixes } from '../../specs/reverted-fixes.js'

t.test('each fix that a guest or a program can tell is one that can be taken out', t => {
  const told = errata.filter(({ hidden }) => hidden === null).map(({ number }) => `erratum ${number}`)
  t.strictSame(revertedFixes.map(({ name }) => name).sort(), [...behaviourNames, ...told].sort())
  t.end()
})

t.test('a law speaks of each, and what is taken out differs from what it leaves', async t => {
  const laws = (await catalog()).map(({ name }) => name)
  for (const { name, law, texts } of revertedFixes) {
    t.ok(laws.includes(law), name)
    t.ok(texts.length > 0 && texts.every(({ find, replace }) => find !== replace), name)
  }
})
