import t from 'tap'
import { machineFragment } from '../../../generator/kernel/lab/machines.js'

t.test('each machine has a console and the port that a guest speaks by', async t => {
  for (const [arch, port] of [
    ['amd64', 'VIRTIO_PCI'],
    ['arm64', 'VIRTIO_PCI'],
    ['s390x', 'S390_GUEST'],
    ['riscv64', 'VIRTIO_PCI'],
  ] as const) {
    const { name, text } = await machineFragment(arch)
    t.match(name, new RegExp(`/machines/${arch}\\.config$`))
    t.match(text, new RegExp(`^CONFIG_${port}=y$`, 'm'), arch)
    t.match(text, /^CONFIG_\w+_CONSOLE=y$/m, arch)
  }
})

t.test('an architecture that no kernel is built for is told with those that there are', async t => {
  await t.rejects(machineFragment('ppc64el'), {
    ...{ code: 'E_KERNEL', message: /for ppc64el here, but for amd64, arm64, s390x, riscv64;/ },
  })
})
