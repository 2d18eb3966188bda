import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execa } from 'execa'
import t from 'tap'
import { hasEnded, hasOwner, isStopped, owner } from '../../generator/shared/owner.js'

t.test('a process that runs has not ended', async t => {
  t.ok(hasOwner(`.file.${owner()}.part`))
  t.equal(hasEnded(`.file.${owner()}.part`), false)
})

t.test('a process that ended has ended, also when its number is used again', async t => {
  const child = execa('sleep', ['0'])
  const { pid } = child
  await child
  t.equal(hasEnded(owner().replace(`-${process.pid}-`, `-${pid}-`)), true)
  t.equal(hasEnded(owner().replace(/\d+$/, start => `${Number(start) - 1}`)), true)
})

t.test('a process whose parent has not asked for its end yet has ended', async t => {
  const parent = execa('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 10'])
  const pid = await new Promise<string>(resolve =>
    parent.stdout.once('data', data => resolve(String(data).trim())),
  )
  const stateOf = async () => (await execa('ps', ['-o', 'stat=', '-p', pid])).stdout
  for (let tries = 0; tries < 100 && !(await stateOf()).startsWith('Z'); tries++)
    await new Promise(resolve => setTimeout(resolve, 50))
  t.match(await stateOf(), /^Z/)
  t.equal(hasEnded(owner().replace(`-${process.pid}-`, `-${pid}-`)), true)
  parent.kill()
  await parent.catch(() => {})
})

t.test('of an owner elsewhere, or of none, nobody knows', async t => {
  t.equal(hasEnded(owner().replace(/^\w+/, '00000000')), undefined)
  t.equal(hasEnded('landlockstep-test-aB3dEf'), undefined)
  t.notOk(hasOwner('landlockstep-test-aB3dEf'))
})

t.test('a process is stopped if one is that descends from it', async t => {
  const script = "sh -c 'sleep 300 & echo $!; wait' & wait"
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  const { pid = 0 } = child
  t.teardown(() => process.kill(-pid, 'SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const last = Number(said.toString())
  t.equal(isStopped(pid), false)
  process.kill(last, 'SIGSTOP')
  while (!isStopped(last)) await new Promise(resolve => setTimeout(resolve, 5))
  t.equal(isStopped(pid), true)
  process.kill(last, 'SIGCONT')
  while (isStopped(last)) await new Promise(resolve => setTimeout(resolve, 5))
  t.equal(isStopped(pid), false)
})
