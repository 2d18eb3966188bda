import t from 'tap'
import { checkSpace } from '../../../generator/kernel/build/space.js'

t.test('too little disk is told before anything is fetched, with how much is needed and where', async t => {
  const shelf = t.testdir()
  await t.rejects(
    checkSpace(`${shelf}/tree`, async () => 1.5e9),
    {
      code: 'E_DISK',
      message: new RegExp(`needs 3\\.0 GB in ${shelf}, where 1\\.5 GB are free.*XDG_CACHE_HOME`),
    },
  )
  await checkSpace(`${shelf}/tree`, async () => 3e9)
})

t.test('a tree that is there needs less, and one that was built once still less', async t => {
  const shelf = t.testdir({ unpacked: {}, built: { source: { vmlinux: '' } } })
  await checkSpace(`${shelf}/unpacked`, async () => 1e9)
  await checkSpace(`${shelf}/built`, async () => 0.3e9)
  await t.rejects(
    checkSpace(`${shelf}/unpacked`, async () => 0.3e9),
    { code: 'E_DISK' },
  )
})

t.test('a place in whose path the kernel cannot be built is told before anything is fetched', async t => {
  for (const place of ['a b', 'a:b', 'a\nb'])
    await t.rejects(
      checkSpace(`${t.testdir()}/${place}/tree`, async () => 9e9),
      { code: 'E_DISK', message: /a blank or a colon in its path.*XDG_CACHE_HOME/s },
    )
})
