import { z } from 'zod'
import { readJson } from '../shared/json.js'
import type { LeftOut } from '../suite/part.js'
import { leftOut } from './result-schema.js'

/** Where a bundle has what was left out of its run; there is no such file if nothing was. */
export const leftOutPath = 'left-out.json'

/** Reads what was left out of the run of a bundle. Error: E_RUN. */
export const readLeftOut = (text: string, where: string): readonly LeftOut[] =>
  readJson(z.array(leftOut), text, where, 'E_RUN')
