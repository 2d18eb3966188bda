import type { RowOfGroup } from '../row.js'
import { caches } from './files/caches.js'
import { corpora } from './files/corpora.js'
import { logs } from './files/logs.js'
import { programFiles } from './files/programs.js'
import { runs } from './files/runs.js'
import { specs } from './files/specs.js'

/** What we read is not what it should be. */
export const files: readonly RowOfGroup[] = [
  ...programFiles,
  ...runs,
  ...logs,
  ...corpora,
  ...caches,
  ...specs,
]
