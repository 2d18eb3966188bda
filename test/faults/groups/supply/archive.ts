import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hours } from '../../../kernel/archive.js'
import type { Expected, RowOfGroup } from '../../row.js'
import type { World } from '../../world.js'
import { error } from '../shared.js'
import { type Archive, imagePath, kernelPackage, runFrom, suite, withArchive, write } from './shared.js'

const unsigned = error('E_SIGNATURE', /nothing of it was kept|another time than now/)

const archive = (
  fault: string,
  expected: Expected,
  make: (world: World, archive: Archive) => Promise<void>,
): RowOfGroup => ({
  fault: `an archive ${fault}`,
  expected,
  quick: true,
  limit: 200,
  inject: world =>
    withArchive(world, async made => {
      await make(world, made)
      return runFrom(world, `file://${made.folder}`)
    }),
})

/** An archive with a package in whose image something is wrong; in sh. */
const packed = (fault: string, says: RegExp, script: string): RowOfGroup =>
  archive(`with a kernel whose package ${fault}`, error('E_KERNEL', says), async (world, made) =>
    write(world, made, { packages: await kernelPackage(script) }),
  )

const at = `mkdir -p "$root/${imagePath.replace(/\/[^/]*$/, '')}"`
const pack = 'tar -cf "$tar" -C "$root" .'

/** Changes a file of an archive after it was signed. */
const harm = (world: World, { folder }: Archive, path: string, change: (text: string) => string): void => {
  const file = world.at(join(folder, path))
  writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1')
}

const image = () => kernelPackage(`${at}\nhead -c 200000 /dev/zero >"$root/${imagePath}"\n${pack}`)

/** Archives that Debian did not make so. */
export const archives: readonly RowOfGroup[] = [
  archive('that nobody signed', error('E_SIGNATURE', /no list of Debian/), (world, made) =>
    write(world, made, { sign: text => text }),
  ),
  archive('that somebody else signed', unsigned, (world, made) => write(world, made, { sign: made.forge })),
  archive('whose Release was changed after it was signed', unsigned, (world, made) =>
    write(world, made, { sign: async text => (await made.sign(text)).replace('main', 'evil') }),
  ),
  archive('whose list of packages was changed', unsigned, async (world, made) => {
    await write(world, made, { packages: await image() })
    harm(world, made, `dists/${suite}/main/binary-amd64/Packages`, text => text.replace('1.0-1', '6.6-6'))
  }),
  archive('with a package that was changed', unsigned, async (world, made) => {
    await write(world, made, { packages: await image() })
    harm(world, made, 'pool/linux-binary-1.0-cloud-amd64_1.0-1_amd64.deb', text => text.replace(/\0/, 'x'))
  }),
  archive('with a package that is cut', unsigned, async (world, made) => {
    await write(world, made, { packages: await image() })
    harm(world, made, 'pool/linux-binary-1.0-cloud-amd64_1.0-1_amd64.deb', text => text.slice(0, 100_000))
  }),
  archive('that is past its time', error('E_SIGNATURE', /another time than now/), (world, made) =>
    write(world, made, { fields: { 'Valid-Until': hours(-1), Date: hours(-48) } }),
  ),
  archive('of tomorrow', error('E_SIGNATURE', /another time than now/), (world, made) =>
    write(world, made, { fields: { Date: hours(24) } }),
  ),
  archive('of another suite', error('E_SIGNATURE', /another suite \(stable, bookworm\)/), (world, made) =>
    write(world, made, { fields: { Suite: 'stable', Codename: 'bookworm' } }),
  ),
  archive('with no suite of that name', error('E_KERNEL', /has no suite test/), (world, made) =>
    write(world, made, { suite: 'other' }),
  ),
  archive('with no kernels', error('E_KERNEL', /no kernel for cloud machines/), (world, made) =>
    write(world, made),
  ),
  {
    fault: 'an archive that is older than what another mirror gave before: a rollback',
    expected: error('E_SIGNATURE', /older than those of .* that were seen before/),
    quick: true,
    limit: 200,
    inject: world =>
      withArchive(world, async made => {
        const old = { ...made, folder: `${made.folder}-old` }
        await write(world, made, { fields: { Date: hours(-1) } })
        await write(world, old, { fields: { Date: hours(-30) } })
        const first = await runFrom(world, `file://${made.folder}`)
        if (!first.stderr.includes('E_KERNEL')) world.problem(`the newer list was refused: ${first.stderr}`)
        return runFrom(world, `file://${old.folder}`)
      }),
  },
  packed('is none', /is broken/, 'tar() { echo x >data.tar; command tar "$@"; }\necho no tar >"$tar"'),
  packed('has no image', /No kernel image is in/, `: >"$root/readme"\n${pack}`),
  packed(
    'has a link to a file of this machine as its image',
    /a link or a device/,
    `${at}\nln -s /etc/passwd "$root/${imagePath}"\n${pack}`,
  ),
  packed(
    'has an image whose path leads out of the archive',
    /leads out of the archive/,
    `${at}\nhead -c 1000 /dev/zero >"$root/${imagePath}"\ntar -P --transform='s,^\\./,./../../,' -cf "$tar" -C "$root" ./${imagePath}`,
  ),
  packed('has an empty image', /it is empty/, `${at}\n: >"$root/${imagePath}"\n${pack}`),
  {
    fault:
      'an archive with a kernel whose package has an image below a folder that is a link to one of this machine',
    expected: { ...error('E_QEMU'), besides: 'nothing is written there' },
    quick: true,
    limit: 200,
    inject: world =>
      withArchive(world, async made => {
        const elsewhere = join(world.folder, 'elsewhere')
        mkdirSync(world.at(elsewhere))
        const script = `${at}
head -c 1000 /dev/zero >"$root/${imagePath}"
mkdir "$at/links"
ln -s ${elsewhere} "$at/links/usr"
tar -cf "$tar" -C "$at/links" ./usr
tar -rf "$tar" -C "$root" ./${imagePath}`
        await write(world, made, { packages: await kernelPackage(script) })
        const exit = await runFrom(world, `file://${made.folder}`)
        if (readdirSync(world.at(elsewhere)).length > 0)
          world.problem('something was written through the link')
        return exit
      }),
  },
]
