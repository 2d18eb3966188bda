import { release } from 'node:os'
import t from 'tap'
import { knownKernels } from '../../generator/kernel/known.js'
import { stock } from './stock.js'

t.test('out of reach of any mirror the cached kernels and the running one are known', async t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  process.env.LANDLOCKSTEP_MIRROR = 'http://127.0.0.1:9/debian'
  await stock('trixie', '6.12.117+deb13-cloud-amd64', '6.12.117-1')
  await stock('sid', '99.1.0-cloud-amd64', '99.1.0-1')
  const said: string[] = []
  const known = await knownKernels(text => said.push(text))
  t.same(known, [
    {
      ref: 'debian:sid/99.1.0',
      version: '99.1.0-cloud-amd64',
      abi: null,
      where: 'Debian sid',
      cached: true,
    },
    {
      ref: 'debian:trixie/6.12.117+deb13',
      version: '6.12.117+deb13-cloud-amd64',
      abi: 6,
      where: 'Debian trixie',
      cached: true,
    },
    {
      ref: 'native',
      version: release(),
      abi: null,
      where: 'the kernel that runs now, without QEMU',
      cached: true,
    },
  ])
  t.ok(said.some(text => /^trixie-backports is left out/.test(text)))
})
