import t from 'tap'
import { checkRelease, readReleaseFile } from '../../generator/kernel/release.js'

const text = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Origin: Debian
Suite: stable-backports
Codename: trixie-backports
Date: Fri, 27 Nov 2026 02:10:32 UTC
SHA256:
 00 1 Suite: evil
Codename: evil
`

t.test('the fields of a Release file are those before its hashes', t => {
  t.same(readReleaseFile(text), {
    suite: 'stable-backports',
    codename: 'trixie-backports',
    date: Date.UTC(2026, 10, 27, 2, 10, 32),
  })
  t.same(readReleaseFile(''), { suite: '', codename: '', date: Number.NaN })
  t.end()
})

t.test('a Release file must be of the suite that was asked for, and not older than what was seen', t => {
  const release = readReleaseFile(text)
  const check = (wanted: string, seen: number) =>
    checkRelease(release, { wanted, mirror: 'http://mirror', seen, shelf: '/cache/apt' })
  for (const name of ['trixie-backports', 'stable-backports']) check(name, release.date)
  const fails = (wanted: string, seen: number, message: RegExp) =>
    t.throws(() => check(wanted, seen), { code: 'E_SIGNATURE', message })
  fails(
    'trixie',
    0,
    /http:\/\/mirror gives the lists of another suite \(stable-backports, trixie-backports\)/,
  )
  fails('trixie-backports', release.date + 1, /of 2026-11-27 02:10, which are older.*remove \/cache\/apt/)
  t.throws(
    () =>
      checkRelease(
        { ...release, date: Number.NaN },
        { wanted: 'trixie-backports', mirror: '', seen: 0, shelf: '' },
      ),
    {
      code: 'E_SIGNATURE',
      message: /do not say of when/,
    },
  )
  t.end()
})
