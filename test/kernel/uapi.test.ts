import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { losses, type Tables, tablesOf, uapi } from '../../generator/kernel/uapi.js'
import * as present from '../../specs/uapi/landlock.js'
import { emptyFolder } from '../empty-folder.js'
import { landlockstep } from '../landlockstep.js'

const { netRights, rulesetAttr, ruleTypes } = present

const data = (name: string) => readFileSync(join(import.meta.dirname, '../data', name), 'utf8')
const header = data('small-landlock.h')

t.test('a header becomes the TypeScript that was recorded for it', async t => {
  t.equal(uapi(header), data('small-landlock.ts.txt'))
})

t.test('what the repository has of the real header is of the same make', async t => {
  const [first] = uapi(header).split('\n')
  t.equal(
    readFileSync(join(import.meta.dirname, '../../specs/uapi/landlock.ts'), 'utf8').split('\n')[0],
    first,
  )
  t.same(netRights.connect_send_udp, { bit: 3, abi: 10 })
  t.same(ruleTypes.net_port, { value: 2, abi: 4 })
  t.same(rulesetAttr.scoped, { offset: 16, size: 8, abi: 6 })
})

t.test('a constant that no ABI is known for is an error that says where to add it', async t => {
  t.throws(() => uapi(`${header}#define LANDLOCK_ACCESS_NET_LISTEN_TCP (1ULL << 4)\n`), {
    code: 'E_HEADER',
    message: /LANDLOCK_ACCESS_NET_LISTEN_TCP.*generator\/kernel\/uapi\/abi\.ts/,
  })
})

t.test('what the reader does not understand is an error, never left out', async t => {
  const bad = (text: string, message: RegExp) => t.throws(() => uapi(text), { code: 'E_HEADER', message })
  bad(`${header}#define LANDLOCK_ACCESS_NET_BIND_UDP 0x4\n`, /LANDLOCK_ACCESS_NET_BIND_UDP 0x4/)
  bad(header.replace('__u64 port;', 'long port;'), /struct landlock_net_port_attr: long port/)
  bad(
    header.replace('LANDLOCK_RULE_NET_PORT', 'LANDLOCK_RULE_NET_PORT = 1 + 1'),
    /LANDLOCK_RULE_NET_PORT = 1 \+ 1/,
  )
  bad('int main(void) { return 0; }\n', /no LANDLOCK_ constant/)
})

t.test('what a header has less than another, or otherwise, is named', async t => {
  const small = tablesOf(header)
  t.same(losses(small, small), [])
  t.same(losses(small, present), [], 'what is there has all of the small one')
  const [name = '', row] = Object.entries(small.netRights ?? {})[0] ?? []
  const other: Tables = { ...small, netRights: { ...small.netRights, [name]: { ...row, bit: 9 } } }
  t.same(losses(small, other), [`netRights.${name} has bit 9, not ${row?.bit}`])
  const { netRights: _, ...less } = small
  t.match(losses(small, less), [`netRights.${name} is missing`])
})

t.test('a header that lacks something is refused with all that it lacks, and nothing is written', async t => {
  const path = join(import.meta.dirname, '../../specs/uapi/landlock.ts')
  const before = readFileSync(path, 'utf8')
  const small = join(emptyFolder(), 'landlock.h')
  writeFileSync(small, '#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)\n')
  const { exitCode, stderr, stdout } = await landlockstep(['uapi', small])
  t.equal(exitCode, 2)
  t.equal(stdout, '')
  t.match(stderr, /E_HEADER: .*landlock\.h lacks what specs\/uapi\/landlock\.ts has, so nothing was written/)
  t.match(stderr, /netRights\.connect_tcp is missing/)
  t.match(stderr, /rulesetAttr\.handled_access_fs is missing/)
  t.notMatch(stderr, /netRights\.bind_tcp/)
  t.equal(readFileSync(path, 'utf8'), before)
})
