import type { RowOfGroup } from '../row.js'
import { archives } from './supply/archive.js'
import { compilers } from './supply/compiler.js'
import { images } from './supply/images.js'
import { mirrors } from './supply/mirror.js'

/** What we are given by others. */
export const supply: readonly RowOfGroup[] = [...compilers, ...images, ...archives, ...mirrors]
