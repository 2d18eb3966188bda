import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { labDesigns, recipeOf } from '../../../generator/kernel/lab/designs.js'
import { instrumentRecipe, labInstruments } from '../../../generator/kernel/lab/instruments.js'
import { applyPatches, filesOf } from '../../../generator/kernel/lab/patch.js'

t.test('each instrument brings a fragment of a configuration', async t => {
  const names = await labInstruments()
  t.strictSame(names, ['gcov', 'kasan', 'kcov', 'lockdep'])
  for (const name of names)
    t.ok((await instrumentRecipe([name])).fragments.length > 0, `${name} asks for something`)
  t.strictSame(await instrumentRecipe([]), { patches: [], fragments: [] })
})

t.test('an instrument that is not known is named with those that are', async t => {
  await t.rejects(instrumentRecipe(['kcof']), {
    code: 'E_INSTRUMENT',
    message: /is called kcof; there are gcov, kasan, kcov, lockdep/,
  })
})

t.test(
  'the patch for KCOV needs only the first line of a Makefile, and goes with those of designs',
  async t => {
    const { patches } = await instrumentRecipe(['kcov'])
    const folder = t.testdir()
    for (const patch of patches)
      for (const file of filesOf(patch)) {
        const first = file.startsWith('net/')
          ? '# SPDX-License-Identifier: GPL-2.0'
          : 'obj-$(CONFIG_SECURITY_LANDLOCK) := landlock.o'
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        writeFileSync(join(folder, file), `${first}\n\nwhat differs from version to version\n`)
      }
    await applyPatches(patches, folder, 'any version')
    t.match(readFileSync(join(folder, 'net/ipv4/Makefile'), 'utf8'), /^KCOV_INSTRUMENT_af_inet\.o := y\n/)
    t.match(readFileSync(join(folder, 'security/landlock/Makefile'), 'utf8'), /^KCOV_INSTRUMENT := y\nobj-/)
    const designs = (await labDesigns()).map(({ name }) => name)
    const touched = (await recipeOf('7.3', designs)).patches.filter(({ text }) =>
      /^--- a\/\S*Makefile\n.*\n@@ -1[, ]/m.test(text),
    )
    t.strictSame(touched, [], 'no design changes the first line of a Makefile')
  },
)
