import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../../generator/shared/hash.js'
import { canonicalJson } from '../../../../generator/suite/codec/json.js'

/** A short session of fuzzing on the running kernel. */
export const hunt = ['fuzz', '--kernel', 'native', '--programs', '100', '--seed', '1', '--no-keep', '--json']

/** Changes a text file. */
export const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')))

type Manifest = {
  readonly seed: number
  readonly target: unknown
  readonly suite: { id: string; readonly files: Record<string, string> }
  readonly files: Record<string, string>
}

type Run = { readonly kernels: { readonly folder: string; manifest: string }[] }

/** Makes a run folder go together with itself again, as whoever forges one would; a suite that was changed has another id. */
export function forge(run: string, folder = '', change: (manifest: Manifest) => void = () => {}): void {
  const own = join(run, folder)
  const path = join(own, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const { suite, seed, target, files } = manifest
  const before = suite.id
  suite.files['expected.json'] = sha256(readFileSync(join(own, 'expected.json')))
  suite.id = sha256(canonicalJson({ seed, target, files: suite.files }))
  edit(join(own, 'channel.log'), text => text.replaceAll(before, suite.id))
  for (const name of Object.keys(files)) files[name] = sha256(readFileSync(join(own, name)))
  change(manifest)
  writeFileSync(path, JSON.stringify(manifest))
  const list = join(run, 'run.json')
  const whole = JSON.parse(readFileSync(list, 'utf8')) as Run
  for (const kernel of whole.kernels)
    if (kernel.folder === folder) kernel.manifest = sha256(readFileSync(path))
  writeFileSync(list, JSON.stringify(whole))
}
