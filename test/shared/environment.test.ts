import t from 'tap'
import { proxySettings } from '../../generator/shared/environment.js'
import { exec } from '../../generator/shared/exec.js'
import { setVariable } from '../set-variable.js'

/** What a process finds in its environment, without what tap adds to each that it sees. */
async function environmentOf(env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { stdout } = await exec('env', ['-0'], { env })
  return stdout
    .split('\0')
    .filter(line => line !== '' && !line.startsWith('_TAPJS_') && !line.startsWith('NODE_OPTIONS='))
}

t.test('a process is given where things are, what its call adds, and no more', async t => {
  for (const [name, value] of [
    ['CFLAGS', '-O9'],
    ['SSH_AUTH_SOCK', '/run/agent'],
    ['APT_CONFIG', '/tmp/apt.conf'],
    ['LD_PRELOAD_OF_SOMEBODY', 'x'],
    ['GITHUB_TOKEN', 'secret'],
    ['http_proxy', 'http://proxy'],
    ['LANG', 'de_DE.UTF-8'],
    ['LC_ALL', 'de_DE.UTF-8'],
    ['XDG_CACHE_HOME', '/somewhere'],
    ['TMPDIR', '/tmp'],
  ] as const)
    setVariable(t, name, value)
  const names = (await environmentOf({ CFLAGS: '' })).map(line => line.replace(/=.*/s, ''))
  const known = /^(PATH|HOME|USER|LOGNAME|TERM|TMPDIR|XDG_\w+|LC_ALL|CFLAGS|LANDLOCKSTEP_OWNER)$/
  t.strictSame(
    names.filter(name => !known.test(name)),
    [],
  )
  const all = await environmentOf({ CFLAGS: '' })
  for (const line of [
    `PATH=${process.env.PATH}`,
    'XDG_CACHE_HOME=/somewhere',
    'TMPDIR=/tmp',
    'LC_ALL=C.UTF-8',
    'CFLAGS=',
  ])
    t.ok(all.includes(line), line)
})

t.test('only who asks for them hears of proxies', async t => {
  setVariable(t, 'https_proxy', 'http://one')
  setVariable(t, 'NO_PROXY', 'localhost')
  t.match(proxySettings(), { https_proxy: 'http://one', NO_PROXY: 'localhost' })
  t.notOk((await environmentOf()).some(line => /proxy/i.test(line)))
  t.ok((await environmentOf(proxySettings())).includes('https_proxy=http://one'))
})
