import { join } from 'node:path'
import t from 'tap'
import { emptyFolder } from '../empty-folder.js'
import { landlockstep } from '../landlockstep.js'
import { bindLaw, folderOf } from '../overlay/folder.js'

const env = { XDG_CACHE_HOME: join(emptyFolder(), 'cache') }
const specs = folderOf({
  'laws/own-bind-is-ok.ts': bindLaw('own-bind-is-ok', 'OK'),
  'laws/own-bind-is-denied.ts': bindLaw('own-bind-is-denied', 'EACCES'),
})

t.test('laws of a folder judge a kernel: a true one agrees, a false one diverges with its place', async t => {
  const args = ['native', '--filter', 'own-bind', '--json', '--specs', specs]
  const { stdout, stderr, exitCode } = await landlockstep(args, env)
  t.equal(exitCode, 1, stderr)
  t.match(JSON.parse(stdout), {
    verdict: 'diverge',
    kernels: [{ programs: 2, agreed: 1, diverged: 1 }],
    divergences: [
      {
        law: 'own-bind-is-denied',
        claim: 'Outside of any sandbox a bind gives EACCES.',
        place: `${specs}/laws/own-bind-is-denied.ts:8`,
        replay: new RegExp(` --specs ${specs}$`),
      },
    ],
  })
  t.match(stdout, new RegExp(`judged by the specs of ${specs} \\(\\w{12}\\) over ours: 2 files`))
  const by = { ...env, LANDLOCKSTEP_SPECS: specs }
  t.match(await landlockstep(['native', '--filter', 'own-bind-is-ok', '--quiet'], by), { exitCode: 0 })
})

t.test('what is wrong with the option or the folder exits with 2', async t => {
  const wrong = async (args: readonly string[], said: RegExp) => {
    const { stderr, exitCode } = await landlockstep(args, env)
    t.match(stderr, said)
    t.equal(exitCode, 2)
  }
  await wrong(['native', '--specs', join(specs, 'gone')], /E_SPECS: .*gone is not there/)
  await wrong(['native', '--specs', specs, `--specs=${specs}`], /E_USAGE: Give --specs once/)
  await wrong(['native', '--specs='], /E_USAGE: Name the folder/)
  await wrong(['native', '--specs'], /option '--specs <folder>' argument missing/)
  await wrong(['new', 'thing', 'x', '--specs', specs], /E_USAGE: "thing" is none of law, right, design, copy/)
})

t.test('first files are written where they are asked for, and told', async t => {
  const folder = join(emptyFolder(), 'mine')
  const { stdout, stderr, exitCode } = await landlockstep(
    ['new', 'law', 'ports-stay-closed', '--specs', folder],
    env,
  )
  t.equal(exitCode, 0, stderr)
  t.match(
    stdout,
    new RegExp(`wrote ${folder}/laws/ports-stay-closed\\.ts[\\s\\S]*landlockstep check --specs ${folder}`),
  )
})
