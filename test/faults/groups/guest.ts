import type { RowOfGroup } from '../row.js'
import { executors } from './guest/executor.js'
import { kernels } from './guest/kernel.js'
import { starts } from './guest/start.js'
import { suites } from './guest/suite.js'

/** What a guest does to us. */
export const guest: readonly RowOfGroup[] = [...kernels, ...suites, ...starts, ...executors]
