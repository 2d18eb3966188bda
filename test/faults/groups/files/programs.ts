import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expected, RowOfGroup } from '../../row.js'
import { error } from '../shared.js'

const refused = error('E_PROGRAM')

/** A program that is replayed on the running kernel. */
const program = (fault: string, content: () => string | Uint8Array, expected = refused): RowOfGroup => ({
  fault: `a program to replay that ${fault}`,
  expected,
  quick: true,
  inject: world => {
    const file = join(world.folder, 'program.json')
    writeFileSync(world.at(file), content())
    return world.run(['replay', file, '--kernel', 'native'])
  },
})

const path = (fault: string, file: string, expected: Expected): RowOfGroup => ({
  fault: `a program to replay that ${fault}`,
  expected,
  quick: true,
  inject: async world => {
    mkdirSync(world.at(join(world.folder, 'folder')))
    await world.prepare(`mkfifo ${join(world.folder, 'fifo')}`)
    return world.run(['replay', file.startsWith('/') ? file : join(world.folder, file), '--kernel', 'native'])
  },
})

const socket = '{"kind":"socket","as":0,"domain":"AF_INET","type":"SOCK_STREAM","protocol":"IPPROTO_TCP"}'

const sockets = (count: number): string =>
  Array.from({ length: count }, (_, slot) => socket.replace('"as":0', `"as":${slot}`)).join()

const listens = (count: number): string =>
  Array.from({ length: count }, (_, slot) => `{"kind":"listen","socket":${slot}}`).join()

const many = 64 * 2 ** 20

/** Programs that are not what they should be. */
export const programFiles: readonly RowOfGroup[] = [
  program('is cut in the middle', () => '{"ops":[{"kind":"socket","as":0,'),
  program('is empty', () => ''),
  program('is nested 100000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000)),
  program(
    'has ops that are nested 100000 deep',
    () => `{"ops":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ),
  program('has 64 MB of blanks in it', () => `{"ops":[]${' '.repeat(many)}}`),
  program('has 64 MB of one name in it', () => `{"ops":[],"${'a'.repeat(many)}":1}`),
  program(
    'has 64 MB of ops in it',
    () => `{"ops":[${`${socket},`.repeat(many / (socket.length + 1))}${socket}]}`,
  ),
  program(
    'has more sockets than the harness takes',
    () => `{"ops":[${sockets(65)},${listens(65)}]}`,
    error('E_PROGRAM', /65 slots, more than 64/),
  ),
  program(
    'has a key twice',
    () => `{"ops":[${socket}],"ops":[${socket}]}`,
    error('E_PROGRAM', /stands there twice/),
  ),
  program(
    'has __proto__ as a key',
    () => `{"ops":[${socket}],"__proto__":{"ops":[]}}`,
    error('E_PROGRAM', /not allowed/),
  ),
  program(
    'has __proto__ as a key of an op',
    () => `{"ops":[{"__proto__":{"kind":"socket"}}]}`,
    error('E_PROGRAM', /not allowed/),
  ),
  program(
    'is of a newer version',
    () => `{"format":2,"ops":[${socket}]}`,
    error('E_FORMAT', /update Landlockstep/),
  ),
  program(
    'has orders for a terminal in it',
    () => '{"ops":[],"\\u001b]0;owned\\u0007\\u001b[2J":"\\u001b[2J"}',
  ),
  program('is no text', () => Buffer.from([0x7b, 0xff, 0xfe, 0x00]), error('E_FILE', /no text in UTF-8/)),
  program('has ops that no kernel has', () => '{"ops":[{"kind":"open_sesame"}]}'),
  program('names a socket that nobody opened', () => '{"ops":[{"kind":"listen","socket":7}]}', {
    exit: 0,
    says: /allowed EBADF, observed EBADF/,
  }),
  path('is not there', 'none.json', error('E_FILE')),
  path('is a folder', 'folder', error('E_FILE')),
  path('never ends', '/dev/zero', error('E_FILE', /more than \d+ bytes/)),
]
