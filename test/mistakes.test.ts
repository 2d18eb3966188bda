import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { recipeOf } from '../generator/kernel/lab/designs.js'
import { touchedIn } from '../generator/kernel/lab/originals.js'
import { applyPatches, filesOf, type Patch, put } from '../generator/kernel/lab/patch.js'
import { planted } from '../generator/kernel/lab/plant.js'
import { mistakesOf } from '../generator/mutate/design-mistakes.js'
import { cacheFolder } from '../generator/shared/cache-folder.js'
import { type Mistake, mistakesFor } from '../specs/designs/mistake.js'
import { designNames } from '../specs/target.js'

/** The part of a patch that is about each of its files. */
const sectionsOf = (patch: Patch): readonly Patch[] =>
  patch.text
    .replace(/^diff --git [\s\S]*?(?=^--- )/gm, '')
    .split(/^(?=--- .*\n\+\+\+ )/m)
    .filter(text => text.startsWith('--- '))
    .map(text => ({ name: patch.name, text }))

const fileOf = (section: Patch): string => filesOf(section)[0] ?? ''

/** What a section leaves of each of its hunks: the lines that stay, and those that are added. */
const left = ({ text }: Patch): readonly string[] =>
  text
    .split(/^@@.*\n/m)
    .slice(1)
    .map(hunk =>
      hunk
        .split('\n')
        .filter(line => /^[ +]/.test(line))
        .map(line => `${line.slice(1)}\n`)
        .join(''),
    )

/** Applies patches to files in a folder that is gone afterwards. */
async function patched<T>(
  files: ReadonlyMap<string, string>,
  patches: readonly Patch[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mistakes-'))
  try {
    for (const [file, text] of files) await put(join(folder, file), Buffer.from(text))
    await applyPatches(patches, folder, 'Linux')
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Says of each mistake whether it can be planted into the text of its file; empty if all can. */
const unplantable = async (
  mistakes: readonly Mistake[],
  textOf: (file: string) => Promise<string>,
): Promise<readonly string[]> =>
  (
    await Promise.all(
      mistakes.map(async mistake => {
        try {
          const text = await textOf(mistake.file)
          return planted(mistake, text) === text ? [`${mistake.name}: changes nothing`] : []
        } catch (error) {
          return [(error as Error).message]
        }
      }),
    )
  ).flat()

/** The source that the patches are for, if it lies unpacked in the cache. */
const trees = join(cacheFolder(), 'lab-trees')
const tree = (existsSync(trees) ? readdirSync(trees) : [])
  .filter(name => name.startsWith(`linux-source-${mistakesFor}-`))
  .map(name => join(trees, name))
  .find(folder => existsSync(join(folder, 'source.json')))

const noSource = tree === undefined && `the source of Linux ${mistakesFor} is not in the cache`

/** The text of a file as the package has it. */
function original(file: string, folder = tree ?? ''): string | undefined {
  const path = join(folder, touchedIn(folder).includes(file) ? 'originals' : 'source', file)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

for (const design of designNames) {
  const mistakes = await mistakesOf(design)
  const { patches } = await recipeOf(mistakesFor, [design])
  const sections = patches.flatMap(sectionsOf)
  const made = new Set(sections.filter(({ text }) => text.startsWith('--- /dev/null')).map(fileOf))

  t.test(`${design} has at least 25 mistakes, each with a name and a reason of its own`, async t => {
    t.ok(mistakes.length >= 25, `there are ${mistakes.length}`)
    const names = mistakes.map(({ name }) => name)
    t.strictSame(names, [...new Set(names)])
    t.same(
      names.filter(name => !/^[a-z\d]+(-[a-z\d]+)*$/.test(name)),
      [],
    )
    t.same(
      mistakes.filter(({ why, equivalent }) => why === '' || equivalent === ''),
      [],
    )
    t.ok(
      mistakes.some(({ file }) => made.has(file)),
      'some are in files of its own',
    )
  })

  t.test(`what a mistake of ${design} is about stands once in a file that the patches make`, async t => {
    const own = sections.filter(section => made.has(fileOf(section)))
    const inMade = mistakes.filter(({ file }) => made.has(file))
    const wrong = await patched(new Map(), own, folder =>
      unplantable(inMade, file => readFile(join(folder, file), 'utf8')),
    )
    t.same(wrong, [])
  })

  const inHunk = ({ file, find }: Mistake): boolean =>
    sections
      .filter(section => fileOf(section) === file)
      .some(one => left(one).some(hunk => hunk.includes(find)))
  const outside = mistakes.filter(mistake => !made.has(mistake.file) && !inHunk(mistake))

  t.test(
    `what a mistake of ${design} is about stands in what the patches touch, or in the source`,
    { skip: outside.length > 0 && noSource },
    async t => {
      const absent = outside.filter(({ file, find }) => !original(file)?.includes(find))
      t.same(absent, [])
    },
  )

  t.test(
    `each mistake of ${design} is about one place of the patched source`,
    { skip: noSource },
    async t => {
      const files = new Set([...patches.flatMap(filesOf), ...mistakes.map(({ file }) => file)])
      const originals = [...files].flatMap(file => {
        const text = original(file)
        return text === undefined ? [] : [[file, text] as const]
      })
      const wrong = await patched(new Map(originals), patches, folder =>
        unplantable(mistakes, file => readFile(join(folder, file), 'utf8')),
      )
      t.same(wrong, [])
    },
  )
}
