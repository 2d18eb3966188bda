import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { archsOf, parseRef, type TreeRef, treeRef } from '../../generator/kernel/ref.js'
import { ToolError } from '../../generator/shared/error.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'

t.test('a suite, with or without the start of a version', t => {
  t.same(parseRef('debian:trixie'), { kind: 'debian', suite: 'trixie', prefix: '' })
  t.same(parseRef('debian:trixie-backports/7.2'), {
    kind: 'debian',
    suite: 'trixie-backports',
    prefix: '7.2',
  })
  t.same(parseRef('debian:bookworm/6.1.0-50'), { kind: 'debian', suite: 'bookworm', prefix: '6.1.0-50' })
  t.end()
})

t.test('the architecture of a suite comes last', t => {
  const s390x = { kind: 'debian', suite: 'trixie', prefix: '', arch: 's390x' }
  t.same(parseRef('debian:trixie@s390x'), s390x)
  t.same(parseRef('debian:trixie/6.12@s390x'), { ...s390x, prefix: '6.12' })
  t.throws(() => parseRef('debian:trixie@vax'), { code: 'E_USAGE', message: /"vax" is no architecture/ })
  t.throws(() => parseRef('debian:trixie@'), { code: 'E_USAGE', message: /names no kernel/ })
  t.same(archsOf(['native']), [], 'no guest')
  const [own] = archsOf(['lab'])
  t.same(archsOf(['debian:trixie@s390x', 'debian:trixie/6.12@s390x', 'lab']), ['s390x', own])
  t.end()
})

t.test('programs may be of another architecture that the kernels run', t => {
  const amd64 = { kind: 'debian', suite: 'trixie', prefix: '', arch: 'amd64' }
  t.same(parseRef('debian:trixie@amd64+i386'), { ...amd64, programs: 'i386' })
  t.same(parseRef('debian:trixie@amd64+amd64'), amd64)
  t.same(archsOf(['debian:trixie@arm64+armhf']), ['arm64', 'armhf'])
  const refused = (ref: string, message: RegExp): void =>
    void t.throws(() => parseRef(ref), { code: 'E_USAGE', message })
  refused('debian:trixie@amd64+armhf', /amd64 run no programs of "armhf", but i386 beside their own/)
  refused('debian:trixie@s390x+i386', /s390x run no programs of "i386", but no others than their own/)
  refused('debian:trixie@amd64+', /names no kernel/)
  t.end()
})

t.test('a path, even of what does not exist, and a bare name of a file that does', t => {
  t.same(parseRef('/boot/no-such-image'), { kind: 'file', path: '/boot/no-such-image' })
  const folder = t.testdir({ image: '' })
  t.same(parseRef(join(folder, 'image')), { kind: 'file', path: join(folder, 'image') })
  t.same(parseRef('package.json'), { kind: 'file', path: 'package.json' })
  t.end()
})

t.test('the running kernel', t => {
  t.same(parseRef('native'), { kind: 'native' })
  t.end()
})

const plain = { kind: 'lab', instruments: [], designs: [] } as const

t.test('instruments of a lab kernel, which are told from a version with a plus in it', t => {
  t.same(parseRef('lab+kcov'), { ...plain, prefix: '', instruments: ['kcov'] })
  const both = { ...plain, prefix: '6.12', instruments: ['kasan', 'lockdep'], designs: ['socket-fd'] }
  t.same(parseRef('lab/6.12+lockdep+kasan+lockdep:socket-fd'), both)
  const version = '7.3.4-1~bpo13+1'
  t.same(parseRef(`lab/${version}`), { ...plain, prefix: version })
  t.same(parseRef(`lab/${version}+kcov`), { ...plain, prefix: version, instruments: ['kcov'] })
  t.same(parseRef('lab/6.1.140-1+deb12u1'), { ...plain, prefix: '6.1.140-1+deb12u1' })
  t.end()
})

t.test('a lab kernel or a tree of another architecture', t => {
  t.same(parseRef('lab@s390x'), { ...plain, prefix: '', arch: 's390x' })
  t.same(parseRef('lab/7.3@s390x+kasan:socket-fd'), {
    ...{ ...plain, prefix: '7.3', arch: 's390x' },
    ...{ instruments: ['kasan'], designs: ['socket-fd'] },
  })
  t.throws(() => parseRef('lab@vax'), { code: 'E_USAGE', message: /"vax" is no architecture/ })
  const tree = { kind: 'tree', path: 'a', arch: 'arm64' } as const
  t.same(parseRef('tree:a,arch=arm64'), tree)
  t.equal(treeRef(tree), 'tree:a,arch=arm64')
  t.same(archsOf(['lab@s390x', 'tree:a,arch=arm64']), ['s390x', 'arm64'])
  t.end()
})

t.test('a lab kernel, its version and its designs, which make no other kernel in another order', t => {
  t.same(parseRef('lab'), { ...plain, prefix: '' })
  t.same(parseRef('lab/6.12'), { ...plain, prefix: '6.12' })
  t.same(parseRef('lab:socket-create'), { ...plain, prefix: '', designs: ['socket-create'] })
  const many = { ...plain, prefix: '7.3.4', designs: ['socket-create', 'socket-fd'] }
  t.same(parseRef('lab/7.3.4:socket-fd,socket-create,socket-fd'), many)
  t.same(parseRef('./lab/6.12'), { kind: 'file', path: './lab/6.12' })
  t.end()
})

for (const text of [
  '',
  'lab:',
  'lab+',
  'lab+kcov+',
  'lab:socket-fd+kcov',
  'lab/',
  'lab/new',
  'lab@',
  'lab:a,,b',
  'lab:Socket',
  'tree:',
  'tree:,cc=gcc',
  'debian:',
  'debian:trixie/',
  'no-such-file',
]) {
  t.test(`${JSON.stringify(text)} is refused with what is possible`, t => {
    t.throws(() => parseRef(text), {
      code: 'E_USAGE',
      message:
        /debian:<suite>.*lab\/<start of a version>@<architecture>\+<instrument>…:<design>.*path of an image.*native/,
    })
    t.end()
  })
}

t.test('every reference that is written comes back as it was', async () => {
  const version = fc.constantFrom('', '6', '6.12', '7.3.4-1~bpo13+1', '6.1.140-1+deb12u1')
  const names = (all: readonly string[]) => fc.subarray([...all]).map(some => some.toSorted())
  const instruments = names(['kasan', 'kcov', 'lockdep'])
  const designs = names(['socket-create', 'socket-create-v4', 'socket-fd'])
  fc.assert(
    fc.property(version, instruments, designs, (prefix, instruments, designs) => {
      const number = prefix === '' ? '' : `/${prefix}`
      const told = `lab${number}${instruments.map(one => `+${one}`).join('')}${designs.length === 0 ? '' : `:${designs}`}`
      const debian = { kind: 'debian', suite: 'trixie', prefix }
      return (
        isDeepStrictEqual(parseRef(told), { kind: 'lab', prefix, instruments, designs }) &&
        isDeepStrictEqual(parseRef(`debian:trixie${number}`), debian)
      )
    }),
    runs(200),
  )
})

t.test('whatever is written after --kernel is a reference or is refused', async () => {
  const part = fc.constantFrom(
    'lab',
    'debian',
    'native',
    ':',
    '/',
    '+',
    ',',
    '.',
    '~',
    '-',
    '6.12',
    'kcov',
    'deb1',
    '\0',
    '\n',
    '..',
  )
  const text = fc.oneof(
    fc.array(part, { maxLength: 10 }).map(parts => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, one => {
      try {
        return parseRef(one).kind !== undefined
      } catch (error) {
        return error instanceof ToolError && error.code === 'E_USAGE'
      }
    }),
    runs(2_000),
  )
})

t.test(
  'the time for a reference is in proportion to its length, and one that is too long for a path is none',
  async t => {
    const refused = (text: string): unknown => {
      try {
        return parseRef(text)
      } catch (error) {
        return error
      }
    }
    for (const part of ['+deb', '+1', '+a', ',a', ':a', '/1', '1', '-'])
      for (const start of ['lab/6', 'debian:a', 'lab:a', 'lab'])
        t.equal(
          excess(size => start + part.repeat(size / part.length), refused, 100_000),
          undefined,
          start + part,
        )
    t.match(refused(`/${'a'.repeat(5_000)}`), { code: 'E_USAGE' })
  },
)

t.test('a tree has a path, a commit if one is named, and options behind it', t => {
  const folder = t.testdir({ 'a@b': {}, linux: {} })
  t.same(parseRef(`tree:${folder}/linux`), { kind: 'tree', path: `${folder}/linux` })
  t.same(parseRef(`tree:${folder}/a@b`), { kind: 'tree', path: `${folder}/a@b` })
  t.same(parseRef(`tree:${folder}/a@b@HEAD~1`), { kind: 'tree', path: `${folder}/a@b`, rev: 'HEAD~1' })
  t.same(parseRef(`tree:${folder}/linux@for-next/landlock,config=x.config,cc=clang-16`), {
    kind: 'tree',
    path: `${folder}/linux`,
    rev: 'for-next/landlock',
    config: 'x.config',
    cc: 'clang-16',
  })
  const ref = `tree:${folder}/linux@HEAD,cc=clang,instruments=kasan+lockdep`
  const { kind: _, ...parsed } = parseRef(ref) as TreeRef
  t.equal(treeRef(parsed), ref)
  t.end()
})
