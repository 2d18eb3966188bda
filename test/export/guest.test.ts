import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { accelOf } from '../../generator/guest/accel.js'
import { packGuest } from '../../generator/guest/machine.js'
import { boot } from '../../generator/guest/qemu.js'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { selftestsFor } from '../../generator/kernel/selftests.js'
import { exec } from '../../generator/shared/exec.js'
import { buildGuestTools } from '../../generator/suite/build.js'
import { emptyFolder } from '../empty-folder.js'
import { exportedFiles, goldenLaw, goldenPrograms } from './exported.js'

const ref = 'debian:trixie-backports'
const folder = emptyFolder()
const selftests = await selftestsFor(ref, () => {})

/** A file of tests as a program that needs no library in a guest. */
async function built(
  name: string,
  content: string,
): Promise<{ readonly path: string; readonly from: string }> {
  const source = join(folder, `${name}.c`)
  writeFileSync(source, content)
  const at = (inside: string): string => join(selftests.folder, inside)
  const { exitCode, stderr } = await exec('gcc', [
    ...['-static', '-O2', '-D_GNU_SOURCE=', '-o', join(folder, name)],
    ...['usr/include', 'usr/include/x86_64-linux-gnu'].flatMap(one => ['-isystem', at(one)]),
    ...['tools/testing/selftests', 'tools/testing/selftests/landlock', 'tools/include'].map(
      one => `-I${at(one)}`,
    ),
    ...[source, '-lcap'],
  ])
  if (exitCode !== 0) throw new Error(stderr)
  return { path: `upstream/${name}`, from: join(folder, name) }
}

t.test(
  'exported tests pass on a kernel of their ABI, and fail where it does otherwise than they expect',
  async t => {
    const [file] = await exportedFiles(goldenLaw, goldenPrograms)
    const content = file?.content ?? ''
    const wrong = content.replaceAll('.expected_bind = -EACCES', '.expected_bind = -EPERM')
    t.not(wrong, content)
    const programs = [await built('right_test', content), await built('wrong_test', wrong)]
    const kernel = imageOf(await resolveKernel(ref, () => {}))
    const tools = await buildGuestTools(() => {})
    const files = [{ path: 'suite', from: tools.trace }, ...programs]
    const initrd = await packGuest(kernel, tools, files, join(folder, 'tests.cpio'))
    const { accel } = await accelOf(kernel.image, initrd)
    const append = ['landlockstep.unwatched=1']
    const order = { image: kernel.image, initrd, accel, folder, append, silenceMs: 120_000, onLine: () => {} }
    const { channel } = await boot(order)
    t.match(channel, /# trace end/)
    const [, right = '', other = ''] = channel.split(/^# trace (?:right|wrong)_test\n/m)
    const variants = content.match(/^FIXTURE_VARIANT_ADD/gm)?.length ?? 0
    t.ok(variants > 10, `${variants} variants`)
    t.match(right, /# Totals: pass:[1-9]\d* fail:0 .* skip:0 /)
    t.match(other, /^not ok \d+ denial_is_final/m)
    t.match(other, /# Totals: pass:[1-9]\d* fail:[1-9]/)
  },
)
