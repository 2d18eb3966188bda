import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { notCarried } from '../../generator/export/carried.js'
import { controlOf } from '../../generator/export/control.js'
import { cover } from '../../generator/export/cover.js'
import { laidOut } from '../../generator/export/layout.js'
import { rangeOf } from '../../generator/export/range.js'
import { abiOfTree } from '../../generator/export/tree.js'
import { initializerLines } from '../../generator/export/values.js'
import { candidates } from '../../generator/suite/sample.js'
import { at, bind, by, create, enforce, layer, mptcp, program, tcp, udp } from '../../specs/arbitrary/ops.js'
import type { Program } from '../../specs/program.js'
import { emptyFolder } from '../empty-folder.js'
import { newest } from './exported.js'

const predicted = (one: Program) => {
  const [test] = candidates(newest, [one])
  if (test === undefined) throw new Error('the model says nothing of it')
  return test
}

const denied = program(layer(newest, 0, ['bind_tcp']), tcp(0), bind(0, at('a')))

t.test('a program has a counterpart without a sandbox, in which nothing is denied', async t => {
  t.strictSame(controlOf(newest, predicted(denied)), [['OK'], [], ['OK'], ['OK']])
  t.equal(controlOf(newest, predicted(program(tcp(0), bind(0, at('a'))))), undefined)
})

t.test('what cannot be exported says why', async t => {
  t.equal(notCarried(predicted(denied)), undefined)
  const forked = program(...denied.ops, { kind: 'fork', child: 1 }, by(1, tcp(1)))
  t.match(notCarried(predicted(forked)), /processes/)
  t.match(notCarried(predicted(program(tcp(0)))), /no call of Landlock/)
})

t.test('a program is for the kernels on which the model says the same', async t => {
  t.match(rangeOf(newest, denied), { from: 4, to: undefined, erratum: undefined })
  const ofUdp = program(layer(newest, 0, ['bind_udp']), udp(0), bind(0, at('a')))
  t.match(rangeOf(newest, ofUdp), { from: 10, to: undefined, erratum: undefined })
  const ofMptcp = program(layer(newest, 0, ['bind_tcp']), mptcp(0), bind(0, at('a')))
  t.match(rangeOf(newest, ofMptcp), { from: 4, to: undefined, erratum: 1 })
  const old = { ...newest, abi: newest.abi - 1 }
  const unknown = program(create(old, 0, { handled_access_net: ['bit_63'] }), enforce(0))
  t.match(rangeOf(old, unknown), { from: 4, to: undefined })
})

t.test('the fewest are chosen that have all, the cheap ones first', async t => {
  const has = new Map([
    ['dear', [1, 2, 3, 4]],
    ['one', [1, 2]],
    ['two', [3, 4]],
    ['spare', [2, 3]],
  ])
  t.strictSame(cover(has, one => (one === 'dear' ? 100 : 1)).toSorted(), ['one', 'two'])
  t.strictSame(
    cover(has, () => 1),
    ['dear'],
  )
  t.strictSame(
    cover(new Map([['none', []]]), () => 1),
    [],
  )
})

t.test('statements are broken as the .clang-format of the kernel has it', async t => {
  const lines = (text: string): string => laidOut(text).join('\n')
  t.equal(lines('close(fd);'), '\tclose(fd);')
  t.equal(
    lines('sock_fd = open_socket(variant->domain, variant->type, variant->protocol);'),
    '\tsock_fd =\n\t\topen_socket(variant->domain, variant->type, variant->protocol);',
  )
  t.equal(
    lines('EXPECT_EQ(variant->expected_bind, bind_address(sock2_fd, &variant->address));'),
    '\tEXPECT_EQ(variant->expected_bind,\n\t\t  bind_address(sock2_fd, &variant->address));',
  )
  t.equal(
    lines('EXPECT_EQ(0, connect_address(client_fd, with_port_of(server_fd, &connect_to)));'),
    '\tEXPECT_EQ(0, connect_address(client_fd,\n\t\t\t\t     with_port_of(server_fd, &connect_to)));',
  )
  t.equal(
    initializerLines(
      '.flags = ',
      'A_VERY_LONG_NAME_OF_A_RIGHT | ANOTHER_VERY_LONG_NAME_OF_A_RIGHT | B',
      1,
    ).join('\n'),
    '\t.flags = A_VERY_LONG_NAME_OF_A_RIGHT |\n\t\t ANOTHER_VERY_LONG_NAME_OF_A_RIGHT | B,',
  )
})

t.test('a tree has the ABI of its landlock.h, and what is none is told', async t => {
  const tree = emptyFolder()
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  await t.rejects(abiOfTree(tree), { code: 'E_USAGE', message: /is no kernel tree.*landlock\.h/ })
  put(
    'include/uapi/linux/landlock.h',
    '#define LANDLOCK_SCOPE_SIGNAL 1\n#define LANDLOCK_CREATE_RULESET_ERRATA 2\n',
  )
  put('tools/testing/selftests/landlock/common.h', '')
  put('tools/testing/selftests/kselftest_harness.h', '')
  t.equal(await abiOfTree(tree), 6)
})
