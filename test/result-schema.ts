import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchemaOf, resultSchema } from '../generator/judge/result-schema.js'
import { bisectionSchema } from '../generator/report/bisection-schema.js'
import { comparisonSchema } from '../generator/report/comparison-schema.js'
import { fuzzSchema } from '../generator/report/fuzz-schema.js'
import { mutationSchema } from '../generator/report/mutation-schema.js'
import { seriesSchema } from '../generator/report/series-schema.js'

/** Every record that is published, by the command that makes it. */
export const schemas = {
  run: jsonSchemaOf(
    'run',
    'What Landlockstep found in a run, whole: every report is made from it',
    resultSchema,
  ),
  fuzz: jsonSchemaOf('fuzz', 'What new programs came to on some kernels', fuzzSchema),
  bisect: jsonSchemaOf('bisect', 'The commit that changed a verdict', bisectionSchema),
  series: jsonSchemaOf('series', 'What a series of patches does, patch by patch', seriesSchema),
  compare: jsonSchemaOf('compare', 'What changed from one kernel to another', comparisonSchema),
  mutate: jsonSchemaOf('mutate', 'What became of mistakes that were planted', mutationSchema),
} as const

/** Where they stand: `npx tsx test/result-schema.ts --write && npm run format` writes them. */
export const schemaPath = (name: keyof typeof schemas): string =>
  fileURLToPath(new URL(`../generator/report/schemas/${name}.schema.json`, import.meta.url))

if (process.argv[2] === '--write')
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(schemaPath(name as keyof typeof schemas), `${JSON.stringify(schema, null, 2)}\n`)
