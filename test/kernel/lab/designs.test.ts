import { join } from 'node:path'
import t from 'tap'
import { labDesigns, recipeOf } from '../../../generator/kernel/lab/designs.js'

/** What specs/designs may look like. */
const designs = {
  kernel: { '6.12.patch': 'shared 6.12', '7.3.patch': 'shared 7.3', 'shared.config': 'CONFIG_SHARED=y\n' },
  create: { kernel: { '6.12.patch': 'create 6.12', '7.3.patch': 'create 7.3' }, 'README.md': '' },
  audit: {
    kernel: { '7.3.patch': 'audit 7.3', '7.3.config': 'CONFIG_NEW=y\n', '6.12.config': 'CONFIG_OLD=y\n' },
  },
  'model-only': { 'model.ts': '' },
}

const texts = (all: readonly { readonly text: string }[]): readonly string[] => all.map(({ text }) => text)

t.test('the known designs are those with code for a kernel', async t => {
  t.strictSame(await labDesigns(t.testdir(designs)), [
    { name: 'audit', bases: ['7.3'] },
    { name: 'create', bases: ['6.12', '7.3'] },
  ])
  t.strictSame(await labDesigns(join(t.testdir(), 'nowhere')), [])
})

t.test('what all designs share is applied first and once, then the designs as they are named', async t => {
  const { patches, fragments } = await recipeOf('7.3', ['audit', 'create'], t.testdir(designs))
  t.strictSame(texts(patches), ['shared 7.3', 'audit 7.3', 'create 7.3'])
  t.ok(texts(fragments).includes('CONFIG_SHARED=y\n'))
  t.ok(texts(fragments).includes('CONFIG_NEW=y\n'))
  t.notOk(texts(fragments).includes('CONFIG_OLD=y\n'), 'a fragment for another version stays out')
})

t.test('of the fragments for versions the newest that is not newer than the source counts', async t => {
  const folder = t.testdir({
    ...designs,
    audit: { kernel: { '7.4.patch': '', '7.0.patch': '', '6.1.patch': '', ...designs.audit.kernel } },
  })
  const asked = async (base: string) => texts((await recipeOf(base, ['audit'], folder)).fragments).slice(-1)
  t.strictSame(await asked('7.4'), ['CONFIG_NEW=y\n'])
  t.strictSame(await asked('7.0'), ['CONFIG_OLD=y\n'])
  t.strictSame(await asked('6.1'), ['CONFIG_OLD=y\n'], 'older than all, it has the oldest')
})

t.test('without a design a lab kernel has no patch, and only the fragments of every lab kernel', async t => {
  const { patches, fragments } = await recipeOf('7.3', [], t.testdir(designs))
  t.strictSame(patches, [])
  t.match(texts(fragments).join(''), /^CONFIG_SECURITY_LANDLOCK=y$/m)
  t.notOk(texts(fragments).includes('CONFIG_SHARED=y\n'))
})

t.test('a design that is not known is named with those that are', async t => {
  await t.rejects(recipeOf('7.3', ['creat'], t.testdir(designs)), {
    code: 'E_DESIGN',
    message: /is called creat; there are audit, create/,
  })
  await t.rejects(recipeOf('7.3', ['model-only'], t.testdir(designs)), { code: 'E_DESIGN' })
})

t.test('a design without a patch for this version says for which it has one', async t => {
  await t.rejects(recipeOf('6.12', ['audit'], t.testdir(designs)), {
    code: 'E_DESIGN',
    message: /audit has no patch for Linux 6\.12, only for 7\.3; name the version, as in lab\/7\.3:audit/,
  })
})
