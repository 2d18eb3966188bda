// Writes the golden files anew from what is rendered now: `npx tsx test/data/every-op/renew.ts`, then read the diff.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { render } from '../../../generator/suite/render.js'
import { everyOp, golden } from './suite.js'

for (const { path, content } of render(everyOp))
  if (golden.includes(path)) writeFileSync(fileURLToPath(new URL(path, import.meta.url)), content)
