import t from 'tap'
import type { Result } from '../generator/judge/result.js'
import { missingTools } from '../generator/shared/setup.js'
import { landlockstep } from './landlockstep.js'

for (const [arch, order] of [
  ['s390x', '-big-endian'],
  ['arm64', ''],
] as const) {
  const missing = (await missingTools([arch])).map(({ name }) => name).join(', ')
  t.test(`ports are judged in host order on ${arch}`, { skip: missing && `lacks ${missing}` }, async t => {
    const kernel = `debian:trixie@${arch}`
    const run = await landlockstep(['run', '--kernel', kernel, '--filter', 'host-order', '--json'])
    t.equal(run.exitCode, 0, run.stderr)
    const { verdict, kernels } = JSON.parse(run.stdout) as Result
    t.equal(verdict, 'agree')
    t.match(kernels, [{ ref: kernel, release: new RegExp(`^6\\.12.*${arch}$`), lost: 0 }])
    t.ok((kernels[0]?.programs ?? 0) > 1)
    const made = await landlockstep(['generate', '--kernel', kernel, '--filter', 'host-order', '--json'])
    t.match(JSON.parse(made.stdout), { folder: new RegExp(`abi-\\d+-errata-\\d+${order}-host-order$`) })
  })
}

t.test('an architecture that no guest may have is told with those that there are', async t => {
  for (const args of [
    ['run', '--kernel', 'debian:trixie@vax'],
    ['setup', '--arch', 'vax'],
  ]) {
    const { exitCode, stderr } = await landlockstep(args)
    t.equal(exitCode, 2)
    t.match(stderr, /"vax" is no architecture that guests may have: amd64, arm64, s390x, riscv64, ppc64el/)
  }
})
