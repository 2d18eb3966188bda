import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resultSchema } from '../../generator/judge/result-schema.js'
import { formatted } from '../../generator/report/formats/index.js'
import { type Format, formatNames } from '../../generator/report/formats/names.js'
import { readJson } from '../../generator/shared/json.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { smallResult } from './small-result.js'

/**
 * Golden files of every format: `small`, a record with one of each kind, and `planted`, what a run of 6.12 and 7.3 found by a model into which a
 * mistake was planted (`npx tsx test/report/plant-run.ts` runs it). `npx tsx test/report/golden.ts --write` writes what is made from both records now.
 */
export const at = (path: string): string => fileURLToPath(new URL(`../data/report/${path}`, import.meta.url))

export const read = (path: string): string => readFileSync(at(path), 'utf8')

/** The record of the run. */
export const planted = readJson(resultSchema, read('planted/result.json'), 'planted/result.json')

/** What follows the name of a golden file of each format. */
const ending = {
  pretty: 'txt',
  json: 'json',
  ktap: 'ktap',
  tap: 'tap',
  junit: 'xml',
  ctrf: 'ctrf.json',
  kcidb: 'kcidb.json',
  html: 'html',
  github: 'github.txt',
  'github-summary': 'github.md',
} as const satisfies Record<Format, string>

/** Each record with its formats and their files; the page of the small one would tell nothing that the other does not. */
export const golden = [
  {
    result: smallResult,
    file: (format: Format): string => `small.${ending[format]}`,
    formats: formatNames.filter(one => one !== 'html'),
  },
  {
    result: planted,
    file: (format: Format): string => `planted/result.${ending[format]}`,
    formats: formatNames,
  },
] as const

/** A page's own parts, which stand in files of their own, and the hashes of them. */
const parts = ['style.css', 'page.js'].map(name =>
  readFileSync(join(packageFolder, 'generator/report/formats/html', name), 'utf8').trimEnd(),
)

/** What is kept of a report: all, but of a page neither style nor script. */
export const kept = (format: Format, text: string): string =>
  format === 'html'
    ? parts
        .reduce((left, part) => left.replace(part, () => ''), text)
        .replaceAll(/sha256-[\w+/=]+/g, 'sha256-')
    : text

if (process.argv[2] === '--write')
  for (const { result, file, formats } of golden)
    for (const format of formats) writeFileSync(at(file(format)), kept(format, formatted(result)(format)))
