import fc from 'fast-check'
import t from 'tap'
import { checkedMirror, mirrorOf } from '../../generator/kernel/mirror.js'

t.afterEach(() => {
  delete process.env.LANDLOCKSTEP_MIRROR
})

t.test('a mirror is one http, https or file URL', async t => {
  for (const mirror of [
    'http://mirror.example/debian',
    'https://user:word@mirror.example:8080/debian/',
    'http://[::1]:3142/debian',
    'file:///srv/mirror%20of/debian',
  ]) {
    process.env.LANDLOCKSTEP_MIRROR = mirror
    t.equal(await mirrorOf('trixie'), mirror)
  }
})

t.test('a mirror that says more, or something else, is E_USAGE and shown', async t => {
  for (const mirror of [
    'http://mirror.example/debian\nTrusted: yes',
    'http://mirror.example/debian\n Allow-Insecure: yes',
    'http://mirror.example/debian http://other.example/debian',
    'http://mirror.example/debian\tx',
    '[trusted=yes] http://mirror.example/debian',
    ' http://mirror.example/debian',
    'http://mirror.example/debian\u2028Trusted: yes',
    'http://mirror.example/debian?x',
    'http://mirror.example/debian#x',
    'ftp://mirror.example/debian',
    'copy:/srv/debian',
    'file://host/srv/debian',
    'mirror.example/debian',
    'http://',
    '/srv/debian',
    '-o APT::Get::AllowUnauthenticated=true',
  ]) {
    process.env.LANDLOCKSTEP_MIRROR = mirror
    await t.rejects(
      mirrorOf('trixie'),
      { code: 'E_USAGE', message: JSON.stringify(mirror) },
      encodeURI(mirror),
    )
  }
})

t.test('whatever text is taken for a mirror has no blank and no line break', t => {
  const piece = fc.constantFrom(
    'http://',
    'file:///',
    'a',
    '.',
    '/',
    ':',
    '\n',
    '\r',
    ' ',
    '\t',
    '\0',
    '\u0085',
    '?',
    '%0a',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
      text => {
        try {
          return !/[^\x21-\x7e]/.test(checkedMirror(text))
        } catch {
          return true
        }
      },
    ),
    { numRuns: 2_000 },
  )
  t.end()
})
