import { errnos } from '../../specs/uapi/errno.js'
import {
  capabilities,
  families,
  protocols,
  sendFlags,
  shutdowns,
  socketOptions,
  socketTypes,
} from '../../specs/uapi/socket.js'
import type { SourceFile } from '../shared/folders.js'

const licence = '/* SPDX-License-Identifier: GPL-2.0 OR MIT */\n'

const errnoNames = Object.keys(errnos)
  .map(name => `[${name}] = "${name}",\n`)
  .join('')

const optionNumbers = Object.fromEntries(
  Object.entries(socketOptions).map(([name, { value }]) => [name, value]),
)

const socketNames = Object.entries({
  ...families,
  ...socketTypes,
  ...protocols,
  ...optionNumbers,
  ...sendFlags,
  ...shutdowns,
  ...capabilities,
})
  .map(([name, value]) => `#ifndef ${name}\n#define ${name} ${value}\n#endif\n`)
  .join('')

/** Headers that tell C the names that specs/uapi has, so that the two cannot drift apart: pure lists, no logic. */
export const nameHeaders: readonly SourceFile[] = [
  {
    path: 'errno_names.h',
    content: `${licence}/* The errno values that have a name in reports. */\n${errnoNames}`,
  },
  { path: 'socket_names.h', content: `${licence}/* What older headers may lack. */\n${socketNames}` },
]
