import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { plantInTree } from '../../generator/kernel/lab/plant.js'
import { exec } from '../../generator/shared/exec.js'
import { at } from './golden.js'

/** In the model a denied port is EPERM, as Landlock would have it if it were about files of another owner. */
const mistake = {
  name: 'denied-as-eperm',
  file: 'specs/model/hook.ts',
  find: "errno: 'EACCES', clause: 'hook.denied'",
  replace: "errno: 'EPERM', clause: 'hook.denied'",
}

const asked = [
  '--kernel',
  'debian:trixie',
  '--kernel',
  'debian:trixie-backports',
  '--filter',
  'stay',
  '--shard',
  '1/4',
]

// Plants the mistake into a copy of the checkout, runs a part of the suite of both kernels there, and keeps the record.
const home = fileURLToPath(new URL('../../', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'landlockstep-planted-'))
try {
  for (const name of readdirSync(home).filter(name => !/^(\.git|node_modules|out)$/.test(name)))
    cpSync(join(home, name), join(copy, name), { recursive: true })
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'))
  await plantInTree([mistake], copy)
  const output = `json=${at('planted/result.json')}`
  const main = join(copy, 'generator/cli/main.ts')
  const { exitCode, stderr } = await exec(
    process.execPath,
    ['--import', 'tsx', main, 'run', ...asked, '--output', output],
    { cwd: copy },
  )
  if (exitCode !== 1) throw new Error(`the mistake is not seen: ${exitCode}\n${stderr}`)
} finally {
  rmSync(copy, { recursive: true, force: true })
}
