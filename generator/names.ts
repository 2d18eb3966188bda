import { errnos } from '../specs/uapi/errno.js'
import { families, protocols, socketTypes } from '../specs/uapi/socket.js'
import type { SourceFile } from './suite.js'

const licence = '/* SPDX-License-Identifier: GPL-2.0 OR MIT */\n'

const errnoNames = Object.keys(errnos)
  .map(name => `ERRNO_NAME(${name})\n`)
  .join('')

const socketNames = Object.entries({ ...families, ...socketTypes, ...protocols })
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
