import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'

/** A Debian archive made here, and the keyring of who signs it. */
export type Made = { readonly folder: string; readonly key: string }

type Test = { readonly teardown: (end: () => unknown) => void }

/** Somebody who signs: gives a file with its key, and signs texts. */
export async function signer(t: Test) {
  // GnuPG wants a short path.
  const home = mkdtempSync(join(tmpdir(), 'key-'))
  const gpg = (args: readonly string[], input = '') =>
    execa('gpg', ['--homedir', home, '--batch', '--quiet', '--yes', '--passphrase', '', ...args], { input })
  t.teardown(async () => {
    await execa('gpgconf', ['--homedir', home, '--kill', 'all'], { reject: false })
    rmSync(home, { recursive: true, force: true })
  })
  await gpg([
    '--pinentry-mode',
    'loopback',
    '--quick-gen-key',
    'test <test@example.org>',
    'rsa2048',
    'sign',
    '0',
  ])
  const key = join(home, 'key.gpg')
  await gpg(['--output', key, '--export'])
  const sign = async (text: string) => (await gpg(['--digest-algo', 'SHA256', '--clearsign'], text)).stdout
  return { key, sign }
}

/** What a Release file says; fields that are undefined are left out. */
export type Fields = Readonly<Record<string, string | undefined>>

const utc = (time: number): string => new Date(time).toUTCString().replace('GMT', 'UTC')

/** The time so many hours from now, as a Release file has it. */
export const hours = (count: number): string => utc(Date.now() + count * 3_600_000)

export type Content = {
  readonly suite: string
  readonly fields?: Fields
  /** The files of the pool by their names, as packages of linux. */
  readonly packages?: Readonly<Record<string, Uint8Array>>
  /** What makes of the text of the Release file what stands in InRelease. */
  readonly sign: (text: string) => string | Promise<string>
}

/** Writes the part of an archive that one suite is. */
export async function writeArchive(
  folder: string,
  { suite, fields = {}, packages = {}, sign }: Content,
): Promise<void> {
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const stanzas = Object.entries(packages).map(([name, content]) => {
    const [version, size, sha] = ['1.0-1', content.length, hash(content)]
    write(`pool/${name}_${version}_amd64.deb`, content)
    return `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\nFilename: pool/${name}_${version}_amd64.deb\nSize: ${size}\nSHA256: ${sha}\n`
  })
  const index = stanzas.join('\n')
  const path = 'main/binary-amd64/Packages'
  write(`dists/${suite}/${path}`, index)
  const all: Fields = {
    ...{ Origin: 'Debian', Label: 'Debian', Suite: suite, Codename: suite, Date: hours(-1) },
    ...{ Architectures: 'amd64', Components: 'main', ...fields },
  }
  const head = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\n`],
  )
  const release = `${head.join('')}SHA256:\n ${hash(index)} ${index.length} ${path}\n`
  write(`dists/${suite}/InRelease`, await sign(release))
}

const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Serves on this machine until the test is over; gives the address. */
export async function serve(t: Test, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`
}
