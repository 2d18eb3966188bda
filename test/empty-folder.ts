import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder for a test, which is gone when the test's process ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landlockstep-test-'))
  folders.push(folder)
  return folder
}
