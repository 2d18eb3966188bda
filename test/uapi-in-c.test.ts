import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { exec } from '../generator/shared/exec.js'
import { forSuite } from '../generator/shared/preprocess.js'
import { errnos } from '../specs/uapi/errno.js'
import * as uapi from '../specs/uapi/landlock.js'
import { signals } from '../specs/uapi/signal.js'
import * as sockets from '../specs/uapi/socket.js'
import { emptyFolder } from './empty-folder.js'

const templates = fileURLToPath(new URL('../templates/', import.meta.url))

const bits = (prefix: string, table: Readonly<Record<string, { readonly bit: number }>>): readonly string[] =>
  Object.entries(table).map(([name, { bit }]) => `${prefix}${name.toUpperCase()} == 1ULL << ${bit}`)

type Fields = Readonly<Record<string, { readonly offset: number; readonly size: number }>>

const layout = (struct: string, fields: Fields): readonly string[] =>
  Object.entries(fields).flatMap(([name, { offset, size }]) => [
    `offsetof(struct ${struct}, ${name}) == ${offset}`,
    `sizeof(((struct ${struct} *)0)->${name}) == ${size}`,
  ])

const total = (struct: string, fields: Fields): string =>
  `sizeof(struct ${struct}) == ${Object.values(fields).reduce((sum, { size }) => sum + size, 0)}`

/** Everything that specs/uapi says, as conditions of C. */
const facts = [
  ...bits('LANDLOCK_ACCESS_FS_', uapi.fsRights),
  ...bits('LANDLOCK_ACCESS_NET_', uapi.netRights),
  ...bits('LANDLOCK_SCOPE_', uapi.scopes),
  ...bits('LANDLOCK_CREATE_RULESET_', uapi.createRulesetFlags),
  ...bits('LANDLOCK_ADD_RULE_', uapi.addRuleFlags),
  ...bits('LANDLOCK_RESTRICT_SELF_', uapi.restrictSelfFlags),
  ...Object.entries(uapi.ruleTypes).map(
    ([name, { value }]) => `LANDLOCK_RULE_${name.toUpperCase()} == ${value}`,
  ),
  ...layout('landlock_ruleset_attr', uapi.rulesetAttr),
  ...layout('landlock_path_beneath_attr', uapi.pathBeneathAttr),
  ...layout('landlock_net_port_attr', uapi.netPortAttr),
  total('landlock_ruleset_attr', uapi.rulesetAttr),
  total('landlock_path_beneath_attr', uapi.pathBeneathAttr),
  total('landlock_net_port_attr', uapi.netPortAttr),
]

const numbers = (table: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(table).map(([name, value]) => `${name} == ${value}`)

/** What the headers of the system must say as well. */
const systemFacts = [
  ...numbers(errnos),
  ...numbers(sockets.socketTypes),
  ...numbers(sockets.shutdowns),
  ...numbers(sockets.capabilities),
  ...numbers(signals),
  ...Object.entries(sockets.socketOptions).map(([name, { value }]) => `${name} == ${value}`),
]

const headers = [
  '<errno.h>',
  '<linux/capability.h>',
  '<netinet/in.h>',
  '<linux/in.h>',
  '<netinet/tcp.h>',
  '<netinet/udp.h>',
  '<signal.h>',
  '<stddef.h>',
  '<sys/socket.h>',
  '"landlock_uapi.h"',
]

const folder = emptyFolder()
const header = readFileSync(`${templates}calls/landlock_uapi.h`, 'utf8')
writeFileSync(join(folder, 'landlock_uapi.h'), forSuite(header))

const compile = (conditions: readonly string[]) =>
  exec('cc', ['-fsyntax-only', `-I${folder}`, '-xc', '-'], {
    input: `${headers.map(header => `#include ${header}\n`).join('')}${conditions.map(fact => `_Static_assert(${fact}, "${fact}");\n`).join('')}`,
  })

t.test('the constants and structs of the C are those of the specs', async t => {
  t.match(await compile(facts), { exitCode: 0, stderr: '' })
  const { stderr } = await compile(['LANDLOCK_ACCESS_NET_BIND_UDP == 1ULL << 3'])
  t.match(stderr, 'static assertion failed', 'a difference is noticed')
})

t.test(
  'what the specs say of sockets, capabilities and errnos is what the headers of this system say',
  async t => {
    t.match(await compile(systemFacts), { exitCode: 0, stderr: '' })
    t.match(
      (await compile(['IPV6_V6ONLY == 27'])).stderr,
      'static assertion failed',
      'a difference is noticed',
    )
  },
)

t.test('the limits that rendering keeps to are those of the harness', async t => {
  const defined = (file: string, name: string): string | undefined =>
    new RegExp(`#define ${name} (\\d+)`).exec(readFileSync(templates + file, 'utf8'))?.[1]
  t.equal(defined('harness/actors.h', 'MAX_STEPS'), '512')
  t.equal(defined('harness/actors.h', 'MAX_ALLOWED'), '16')
  t.equal(defined('calls/address.h', 'LOWEST_PORT'), '2000')
  t.equal(defined('calls/address.h', 'PORTS_PER_TEST'), '4')
  t.equal(defined('calls/address.h', 'RDS_TCP_PORT'), '16385')
})
