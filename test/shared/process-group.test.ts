import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** An interpreter that can be told apart from others in the process list. */
const sleeper = (mark: string): string => `exec 3>&-; sleep ${mark} & sleep ${mark}`

async function sleeping(mark: string): Promise<boolean> {
  const { stdout } = await execa('ps', ['-eo', 'args'])
  return stdout.split('\n').some(line => line === `sleep ${mark}`)
}

for (const [signal, mark] of [
  ['SIGINT', '7002'],
  ['SIGTERM', '7003'],
  ['SIGHUP', '7008'],
] as const) {
  t.test(`${signal} leaves no process behind, though nobody handles it`, async t => {
    const parent = startParent(`
      await exec('sh', ['-c', ${JSON.stringify(sleeper(mark))}])
      console.log('went on')`)
    await until(() => sleeping(mark))
    parent.kill(signal)
    t.match(await parent, { failed: true, stdout: '' })
    await until(async () => !(await sleeping(mark)))
    t.notOk(await sleeping(mark))
  })
}

t.test('killAll ends what runs, and nothing starts after it', async t => {
  const parent = startParent(`
    const first = exec('sh', ['-c', ${JSON.stringify(sleeper('7004'))}]).catch(error => error.code)
    await new Promise(resolve => setTimeout(resolve, 200))
    await killAll()
    const second = exec('true', []).catch(error => error.code)
    console.log(await first, await second)`)
  const { stdout } = await parent
  t.equal(stdout, 'E_STOPPED E_STOPPED')
  t.notOk(await sleeping('7004'))
})

function startParent(body: string) {
  const code = `import { exec } from '${repository}generator/shared/exec.js'
    import { killAll } from '${repository}generator/shared/process-group.js'
    void killAll
    ${body}`
  return execa(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: repository,
    reject: false,
    env: { NODE_OPTIONS: '' },
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await holds()); tries++) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

t.test('what left its group ends with us, though it keeps nobody waiting', async t => {
  const parent =
    startParent(`await exec('sh', ['-c', 'setsid sleep 7009 </dev/null >/dev/null 2>&1 & sleep 1'])
    console.log('ended')`)
  t.match(await parent, { stdout: 'ended', exitCode: 0 })
  t.notOk(await sleeping('7009'))
})
