import t from 'tap'
import type { Result } from '../generator/judge/result.js'
import { archsOf } from '../generator/kernel/ref.js'
import { missingTools } from '../generator/shared/setup.js'
import { landlockstep } from './landlockstep.js'

for (const [arch, order, release] of [
  ['s390x', '-big-endian', /^6\.12.*s390x$/],
  ['arm64', '', /^6\.12.*arm64$/],
  ['armhf', '', /^6\.12.*armmp-lpae$/],
  ['amd64+i386', '', /^6\.12.*amd64$/],
] as const) {
  const kernel = `debian:trixie@${arch}`
  const missing = (await missingTools(archsOf([kernel]))).map(({ name }) => name).join(', ')
  t.test(`ports are judged in host order on ${arch}`, { skip: missing && `lacks ${missing}` }, async t => {
    const run = await landlockstep(['run', '--kernel', kernel, '--filter', 'host-order', '--json'])
    t.equal(run.exitCode, 0, run.stderr)
    const { verdict, kernels } = JSON.parse(run.stdout) as Result
    t.equal(verdict, 'agree')
    t.match(kernels, [{ ref: kernel, release, lost: 0 }])
    t.ok((kernels[0]?.programs ?? 0) > 1)
    const made = await landlockstep(['generate', '--kernel', kernel, '--filter', 'host-order', '--json'])
    t.match(JSON.parse(made.stdout), { folder: new RegExp(`abi-\\d+-errata-\\d+${order}-host-order$`) })
  })
}

t.test('an architecture that no guest may have is told with those that there are', async t => {
  for (const args of [
    ['run', '--kernel', 'debian:trixie@vax'],
    ['setup', '--arch', 'vax'],
    ['setup', '--arch', 'all', '--arch', 'vax'],
  ]) {
    const { exitCode, stderr } = await landlockstep(args)
    t.equal(exitCode, 2)
    t.match(
      stderr,
      /"vax" is no architecture that guests may have: amd64, arm64, armhf, i386, s390x, riscv64, ppc64el/,
    )
  }
})
