import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { resultJsonSchema } from '../generator/judge/result-schema.js'

/** The published schema: `npx tsx test/result-schema.ts --write && npm run format` writes it. */
export const schemaPath = fileURLToPath(new URL('../generator/report/result.schema.json', import.meta.url))

if (process.argv[2] === '--write')
  writeFileSync(schemaPath, `${JSON.stringify(resultJsonSchema(), null, 2)}\n`)
