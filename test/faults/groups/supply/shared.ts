import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Content, signer, writeArchive } from '../../../kernel/archive.js'
import type { Exit } from '../../process.js'
import { must } from '../../process.js'
import { smallArgs } from '../../run.js'
import type { World } from '../../world.js'

/** The suite that the archives of these rows have. */
export const suite = 'test'

/** What signs as Debian does in a world, and where its archive is. */
export type Archive = {
  readonly folder: string
  readonly sign: Content['sign']
  /** What somebody else signs. */
  readonly forge: Content['sign']
}

const keyrings = ['gpg', 'pgp'].map(end => `/usr/share/keyrings/debian-archive-keyring.${end}`)

/** Runs something with a test, as which helpers of tests know when to end. */
export async function withTest<T>(
  use: (test: { teardown: (end: () => unknown) => void }) => Promise<T>,
): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    return await use({ teardown: end => ends.push(end) })
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

/** Lends an archive to a world whose keyring is that of who signs it. */
export const withArchive = (world: World, use: (archive: Archive) => Promise<Exit>): Promise<Exit> =>
  withTest(async test => {
    const [debian, other] = [await signer(test), await signer(test)]
    const key = join(world.folder, 'keyring.gpg')
    copyFileSync(debian.key, world.at(key))
    const keyring = keyrings.find(path => existsSync(path))
    if (keyring === undefined) throw new Error('this machine is no Debian')
    await world.prepare(`mount --bind ${key} ${keyring}`)
    const folder = join(world.folder, 'archive')
    mkdirSync(world.at(folder))
    return use({ folder, sign: debian.sign, forge: other.sign })
  })

/** Writes the suite of an archive. */
export const write = (
  world: World,
  { folder, sign }: Archive,
  content: Partial<Content> = {},
): Promise<void> => writeArchive(world.at(folder), { suite, sign, ...content })

/** Runs the small law on the kernel that a mirror gives. */
export const runFrom = (world: World, mirror: string): Promise<Exit> =>
  world.run(smallArgs(`debian:${suite}`), { env: { LANDLOCKSTEP_MIRROR: mirror } })

/** The package of a kernel, in which a script put the files that it has below "$root"; "$tar" takes more of them. */
export async function kernelPackage(script: string): Promise<Readonly<Record<string, Buffer>>> {
  const name = 'linux-binary-1.0-cloud-amd64'
  const built = await must([
    'sh',
    '-ec',
    `at=$(mktemp -d)
trap 'rm -rf "$at"' EXIT
cd "$at"
mkdir -p root control
root=$at/root tar=$at/data.tar
printf 'Package: ${name}\\nVersion: 1.0-1\\nArchitecture: amd64\\nMaintainer: x <x@example.org>\\nDescription: x\\n' >control/control
tar -cf "$tar" -C root .
${script}
tar -cf control.tar -C control .
echo 2.0 >debian-binary
ar rc made.deb debian-binary control.tar data.tar
base64 made.deb`,
  ])
  return { [name]: Buffer.from(built, 'base64') }
}

/** Where an image stands in a package. */
export const imagePath = 'usr/lib/modules/1.0/vmlinuz'

/** A file of an archive by the path that a server is asked for. */
export function fileOf(folder: string, url: string | undefined): Buffer | undefined {
  const path = join(folder, (url ?? '').replace(/^\/debian/, ''))
  return existsSync(path) ? readFileSync(path) : undefined
}
