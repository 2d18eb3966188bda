import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../shared/folders.js'
import { packageFolder } from '../shared/paths.js'
import { forSuite } from '../shared/preprocess.js'

const home = join(packageFolder, 'templates')

/** A file of the templates, such as `suite/config`. */
export const template = (path: string): string => readFileSync(join(home, path), 'utf8')

/** The names of the files in a folder of the templates, in order. */
const templatesIn = (folder: string): readonly string[] => readdirSync(join(home, folder)).sort()

/** The C of some folders with all that there is in it: where it is compiled, it all stands in one folder. */
export const sourcesIn = (...folders: readonly string[]): readonly SourceFile[] =>
  folders.flatMap(folder =>
    templatesIn(folder)
      .filter(file => /\.[ch]$/.test(file))
      .map(path => ({ path, content: forSuite(template(`${folder}/${path}`)) })),
  )
