import t from 'tap'
import { commands } from '../../generator/cli/commands/index.js'
import { completion, shells } from '../../generator/cli/completion.js'
import { listed } from '../../generator/cli/listed.js'
import { manual } from '../../generator/cli/manual.js'
import { exec } from '../../generator/shared/exec.js'
import { findProgram } from '../../generator/shared/programs.js'

const all = listed(commands)

/** What bash completes behind these words. */
async function completed(...words: readonly string[]): Promise<readonly string[]> {
  const given = words.map(word => `'${word}'`).join(' ')
  const script = `${completion('bash', all)}\nCOMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; _landlockstep; printf '%s\\n' "\${COMPREPLY[@]}"`
  return (await exec('bash', ['-c', script])).stdout.trim().split('\n')
}

t.test('bash completes commands, options and what these may be', async t => {
  t.strictSame(await completed('landlockstep', 'comp'), ['compare', 'completion'])
  t.strictSame(await completed('landlockstep', 'run', '--f'), [
    '--filter',
    '--fail-on',
    '--fleet',
    '--format',
  ])
  t.strictSame(await completed('landlockstep', '--sha'), ['--shard'], 'run is the default')
  t.strictSame(await completed('landlockstep', 'run', '--fail-on', ''), ['diverge', 'flaky', 'incomplete'])
})

t.test('every shell hears of every command and option, in words that it can read', async t => {
  for (const shell of shells) {
    const text = completion(shell, all)
    for (const { name, options } of all) {
      t.match(text, name)
      for (const { long } of options)
        t.ok(text.includes(shell === 'fish' ? `-l ${long.slice(2)}` : long), `${shell} ${long}`)
    }
    const program = findProgram(shell)
    if (program === undefined) t.comment(`no ${shell} here to read it`)
    else t.equal((await exec(program, ['-n', '-c', text])).exitCode, 0, shell)
  }
})

t.test('the manual says what the help says, and no line of it is a request by accident', async t => {
  const page = manual(
    [...all, { name: 'x', summary: ".so '/etc/passwd'\\n", argument: '', example: '', options: [] }],
    '1',
  )
  for (const { summary } of all) t.ok(page.includes(summary.replaceAll('-', '\\-').slice(0, 40)), summary)
  const requests = page.split('\n').filter(line => /^[.']/.test(line))
  t.ok(requests.every(line => /^\.(TH|SH|SS|TP|B|RI|PP)\b/.test(line)))
  t.match(page, /^\\&\.so '\/etc\/passwd'\\en$/m)
})
