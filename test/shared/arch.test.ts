import { execFileSync } from 'node:child_process'
import t from 'tap'
import { archNames, archOf, atArch, hostArch, parseArch, shortRelease } from '../../generator/shared/arch.js'
import { findProgram } from '../../generator/shared/programs.js'

t.test(
  'an architecture is named as Debian names it, and another one is told with those that there are',
  t => {
    for (const name of archNames) t.equal(parseArch(name), name)
    for (const wrong of ['x86_64', 'S390X', '', 'toString'])
      t.throws(() => parseArch(wrong), {
        code: 'E_USAGE',
        message: /no architecture.*: amd64, arm64, armhf, i386, s390x, riscv64, ppc64el/,
      })
    t.end()
  },
)

t.test('a release is shown without what Debian calls its kernels for virtual machines', t => {
  t.equal(shortRelease('7.3.4+deb13-cloud-amd64'), '7.3.4+deb13')
  t.equal(shortRelease('6.12.107+deb13-s390x'), '6.12.107+deb13')
  t.equal(shortRelease('6.12.0-mine'), '6.12.0-mine')
  t.end()
})

t.test("only what is not this machine's is named", t => {
  t.equal(atArch(hostArch), '')
  for (const name of archNames.filter(name => name !== hostArch)) t.equal(atArch(name), `@${name}`)
  t.end()
})

t.test('each QEMU that is here knows the machine, the processor and the devices of its architecture', t => {
  for (const name of archNames) {
    const { program, machine, cpus, ports } = archOf(name).emulation
    if (findProgram(program) === undefined) {
      t.comment(`${program} is not installed`)
      continue
    }
    const ask = (...args: readonly string[]): string => execFileSync(program, args, { encoding: 'utf8' })
    const [, model = ''] = /^(\w[^,]*)/.exec(machine[1] ?? '') ?? []
    t.match(ask('-M', 'help'), new RegExp(`^${model}`, 'm'), `${name}: ${model}`)
    const [cpu = ''] = cpus.tcg.split(',')
    t.match(ask(...machine, '-cpu', 'help'), new RegExp(`\\b${cpu}\\b`), `${name}: ${cpu}`)
    t.match(ask(...machine, '-device', 'help'), `"${ports}"`, `${name}: ${ports}`)
  }
  t.end()
})
