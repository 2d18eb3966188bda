import type { RowOfGroup } from '../row.js'
import { atOnce } from './host/at-once.js'
import { disks } from './host/disk.js'
import { environments } from './host/environment.js'
import { networks } from './host/network.js'
import { qemus } from './host/qemu.js'
import { signals } from './host/signals.js'
import { streams } from './host/streams.js'

/** What the machine does to us. */
export const host: readonly RowOfGroup[] = [
  ...disks,
  ...qemus,
  ...signals,
  ...streams,
  ...environments,
  ...atOnce,
  ...networks,
]
