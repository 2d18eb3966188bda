#!/usr/bin/env -S node --max-semi-space-size=64
// The fuzzer makes much that lives shortly: with more room for it, a fifth less of its time goes into collecting it.

// A failure before ./exit.ts is there is no verdict; from then on it is for that to say.
process.on('exit', () => {
  process.exitCode = 2
})

const { existsSync } = await import('node:fs')
const { pathToFileURL } = await import('node:url')

/** Without what is for development only, there is nothing that could compile the sources. */
function missing() {
  process.stderr.write('landlockstep: E_MISSING: what compiles a checkout is not installed: npm ci\n')
  process.exit()
}

/** The main file: in a package as it was compiled, in a checkout compiled from what its sources say now. */
async function main() {
  const packaged = new URL('../../out/package/generator/cli/main.js', import.meta.url)
  const source = new URL('main.ts', import.meta.url)
  if (!existsSync(source)) return packaged.href
  try {
    const { compiledFolder } = await import('./compiled.js')
    return pathToFileURL(`${await compiledFolder()}/generator/cli/main.js`).href
  } catch {
    // Where nothing can be written, or a source is no TypeScript, which is told by name.
    const { register } = await import('tsx/esm/api').catch(missing)
    register()
    return source.href
  }
}

await import(await main())
