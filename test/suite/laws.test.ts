import t from 'tap'
import { loadLaws } from '../../generator/suite/laws.js'

t.test('a law that cannot be loaded is named', async t => {
  for (const content of ["throw new Error('no law')\n", 'export const bad: Spec = {\n']) {
    const specs = t.testdir({ cases: {}, laws: { 'bad.ts': content }, designs: {}, scenarios: {} })
    await t.rejects(loadLaws(specs), { code: 'E_LAW', message: /specs\/laws\/bad\.ts cannot be loaded/ })
  }
})
