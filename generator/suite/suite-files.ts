import type { SourceFile } from '../shared/folders.js'
import { version } from '../shared/version.js'
import { writeJson } from './codec.js'
import { render, renderId } from './render.js'
import type { Suite } from './suite.js'
import { expectedFile, type Made, madeOf, manifestOf } from './suite-json.js'

/** A suite as files: C, Makefile, expected.json, manifest.json; and what it is made of, whose id its program prints. */
export type SuiteFiles = { readonly made: Made; readonly files: readonly SourceFile[] }

/** Renders a suite whole; the same suite gives the same bytes. */
export function suiteFiles(suite: Suite): SuiteFiles {
  const sources = [...render(suite), expectedFile(suite)]
  const made = madeOf(suite, sources)
  const manifest = writeJson(manifestOf(suite, made, { landlockstep: version() }))
  return { made, files: [...sources, renderId(made.id), { path: 'manifest.json', content: manifest }] }
}
