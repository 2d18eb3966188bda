import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { owner } from '../../generator/shared/owner.js'
import { endOrphans, ownerVariable, sweep } from '../../generator/shared/sweep.js'

const ended = owner().replace(/\d+$/, '1')
const foreign = owner().replace(/^\w+/, '00000000')

t.test('what a killed run left is removed, and nothing else', async t => {
  const folder = t.testdir()
  const stays = [`.run.${owner()}`, '.git', 'landlockstep-test-x', `run-${ended}`, `.run.${foreign}`].sort()
  for (const name of [...stays, `landlockstep-${ended}-aBcDeF`, `.run.${ended}`, `.run.${foreign}.old`])
    mkdirSync(join(folder, name))
  writeFileSync(join(folder, `landlockstep-${ended}-aBcDeF`, 'file'), '')
  const dayBefore = Date.now() / 1_000 - 25 * 60 * 60
  utimesSync(join(folder, `.run.${foreign}.old`), dayBefore, dayBefore)
  await sweep(folder)
  t.strictSame(readdirSync(folder).sort(), stays)
  await sweep(join(folder, 'none'))
})

t.test('a claim goes with its owner, who is where it leads', async t => {
  const folder = t.testdir()
  const claims = {
    '.a.claim': ended,
    '.b.claim': owner(),
    '.c.claim': foreign,
    '.d.claim': foreign,
    '.e.claim': '../x',
  }
  for (const [name, holder] of Object.entries(claims)) symlinkSync(holder, join(folder, name))
  lutimesSync(join(folder, '.d.claim'), 0, 0)
  await sweep(folder)
  t.strictSame(readdirSync(folder).sort(), ['.b.claim', '.c.claim', '.e.claim'])
})

t.test('what cannot be removed stays, and is no error', async t => {
  const file = join(t.testdir(), `.file.${ended}`)
  writeFileSync(file, '')
  await execa('chattr', ['+i', file], { reject: false })
  await sweep(join(file, '..'))
  const { exitCode } = await execa('chattr', ['-i', file], { reject: false })
  t.equal(existsSync(file), exitCode === 0)
})

t.test('the processes of a killed run are ended, those of another one are not', async t => {
  const start = (token: string) =>
    execa('sleep', ['30'], { env: { [ownerVariable]: `${token}.1` }, reject: false })
  const [orphan, other] = [start(ended), start(owner())]
  await new Promise(resolve => setTimeout(resolve, 200))
  endOrphans()
  t.match(await orphan, { signal: 'SIGKILL' })
  t.equal(other.exitCode, null)
  other.kill()
  t.match(await other, { signal: 'SIGTERM' })
})
