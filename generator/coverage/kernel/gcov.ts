import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { scratchFolder } from '../../shared/cache.js'
import { ToolError } from '../../shared/error.js'
import { exec } from '../../shared/exec.js'
import { readJson } from '../../shared/json.js'
import type { GcovData } from './counts.js'

const count = z.number().int().nonnegative()

const fileSchema = z.object({
  file: z.string(),
  lines: z.array(
    z.object({
      line_number: z.number().int(),
      function_name: z.string().optional(),
      count,
      branches: z.array(z.object({ count })),
    }),
  ),
  functions: z.array(z.object({ name: z.string(), start_line: z.number().int(), execution_count: count })),
})

/** What gcov(1) says, in its JSON. */
const reportSchema = z.object({ gcc_version: z.string(), files: z.array(fileSchema) })

/** What gcov says of one source in one object. */
export type GcovFile = z.infer<typeof fileSchema>

/** What it says of what one kernel counted, and the version of the compiler, since counts depend on that. */
export type GcovReport = { readonly compiler: string; readonly files: readonly GcovFile[] }

/** The file of a note that a path in the guest is about: that one ends with it. */
const noteOf = (notes: readonly string[], path: string): string | undefined =>
  notes.find(note => path.endsWith(`/${note.replace(/gcno$/, 'gcda')}`))

/** Reads what a kernel counted, by the notes that gcc left when it was built. Errors: E_MISSING without gcov(1), E_GCOV for counts of another build. */
export async function readGcov(notesFolder: string, data: GcovData): Promise<GcovReport> {
  const notes = (await readdir(notesFolder, { recursive: true })).filter(file => file.endsWith('.gcno'))
  return scratchFolder(async dir => {
    const files: string[] = []
    for (const [path, bytes] of data) {
      const note = noteOf(notes, path)
      if (note === undefined) throw unread(`${path} is of no file that was built with this kernel`)
      await mkdir(join(dir, dirname(note)), { recursive: true })
      await copyFile(join(notesFolder, note), join(dir, note))
      files.push(note.replace(/gcno$/, 'gcda'))
      await writeFile(join(dir, note.replace(/gcno$/, 'gcda')), bytes)
    }
    const { exitCode, stdout, stderr } = await exec(
      'gcov',
      ['--json-format', '--stdout', '--branch-probabilities', ...files],
      { cwd: dir },
    )
    if (exitCode !== 0 || /stamp mismatch|version '/.test(stderr)) throw unread(stderr)
    const reports = stdout
      .split('\n')
      .filter(line => line !== '')
      .map(line => readJson(reportSchema, line, 'what gcov says'))
    return {
      compiler: reports[0]?.gcc_version ?? '',
      files: reports.flatMap(report => report.files),
    }
  })
}

const unread = (output: string): ToolError =>
  new ToolError(
    'E_GCOV',
    'What the kernel counted cannot be read; its gcov and the compiler that built it must be of one version.',
    {
      output,
    },
  )
