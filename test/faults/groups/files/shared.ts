import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../../../generator/suite/codec/json.js'

export const hash = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

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
  suite.files['expected.json'] = hash(readFileSync(join(own, 'expected.json')))
  suite.id = hash(canonicalJson({ seed, target, files: suite.files }))
  edit(join(own, 'channel.log'), text => text.replaceAll(before, suite.id))
  for (const name of Object.keys(files)) files[name] = hash(readFileSync(join(own, name)))
  change(manifest)
  writeFileSync(path, JSON.stringify(manifest))
  const list = join(run, 'run.json')
  const whole = JSON.parse(readFileSync(list, 'utf8')) as Run
  for (const kernel of whole.kernels) if (kernel.folder === folder) kernel.manifest = hash(readFileSync(path))
  writeFileSync(list, JSON.stringify(whole))
}
