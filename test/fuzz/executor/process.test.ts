import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { observeAll } from '../../../generator/fuzz/executor/execute.js'
import { processes, withoutLogs } from '../../../generator/fuzz/executor/process.js'
import type { Executable } from '../../../generator/suite/build.js'
import type { Test } from '../../../generator/suite/suite.js'
import { readAudit } from '../../../specs/arbitrary/audit.js'
import { program, tcp } from '../../../specs/arbitrary/ops.js'
import { missing } from '../../../specs/needs.js'
import { emptyFolder } from '../../empty-folder.js'
import { targets } from '../../targets.js'

const [, , target] = targets
if (target === undefined) throw new Error('no target')

const folder = emptyFolder()

/** A program that is started in place of the executor. */
function script(name: string, lines: readonly string[]): Executable {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`)
  chmodSync(path, 0o755)
  return { path, id: name }
}

const test: Test = {
  ...{ name: 'one', law: 'denial-is-final', id: '0' },
  ...{ program: program(tcp(0)), allowed: [['OK']], clauses: [[]] },
}
const answer = (number: number): string =>
  `printf '%s\\n' '# begin p${number}' '  # steps OK' 'ok 1 p${number}'`

t.test(
  'a process that ends in the middle of a program blames it, and the next one does the rest',
  async t => {
    const lines = [
      'echo "# executor dies"',
      answer(0),
      'case $PWD in *guest-0) echo "# begin p1"; echo words >&2; kill -9 $$;; esac',
      'cat >/dev/null; echo "# end"',
    ]
    const executor = { target, ...processes(script('dies', lines)) }
    const tests = [0, 1, 2].map(id => ({ ...test, id: `${id}` }))
    const seen = await observeAll(executor, tests, join(folder, 'dies-run'))
    t.match(seen.get('0'), { observation: { end: 'done', outcomes: ['OK'] } })
    t.match(seen.get('1'), {
      observation: { end: 'lost' },
      guest: { end: 'exit', console: /words[\s\S]*SIGKILL/ },
    })
    t.match(seen.get('2'), { observation: { end: 'done', outcomes: ['OK'] } })
  },
)

t.test('a process that ends without a program to blame is an error with its words', async t => {
  const executor = { target, ...processes(script('refuses', ['echo "Bail out! No."', 'exit 4'])) }
  await t.rejects(observeAll(executor, [test], join(folder, 'refuses-run')), {
    code: 'E_EXECUTOR',
    output: /Bail out! No\.[\s\S]*exited with 4/,
  })
})

t.test('programs that read audit records cannot run in processes', async t => {
  t.strictSame(missing(withoutLogs(target), program(readAudit)), { feature: 'audit', refused: 'EEXIST' })
})
