import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ToolError } from '../shared/error.js'

const known = z.strictObject({
  law: z.exactOptional(z.string()),
  clause: z.exactOptional(z.string()),
  observed: z.exactOptional(z.string()),
  allowed: z.exactOptional(z.string()),
  abi: z.exactOptional(z.tuple([z.int(), z.int()])),
  why: z.string().min(1),
  cite: z.string().min(1),
  expires: z.iso.date(),
})

/** A reviewed difference between kernels and specs; a field that is absent matches everything. */
export type Known = Readonly<z.infer<typeof known>> & { readonly file: string }

const knownFolder = fileURLToPath(new URL('../../specs/known/', import.meta.url))

/** Every entry of specs/known. Error: E_KNOWN for one that is malformed, too wide, or expired. */
export async function loadKnown(folder = knownFolder, today = new Date()): Promise<readonly Known[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async file => readKnown(await readFile(`${folder}/${file}`, 'utf8'), file, today)),
  )
}

function readKnown(text: string, file: string, today: Date): Known {
  const where = `specs/known/${file}`
  const { success, data, error } = known.safeParse(parse(text, where))
  if (!success) {
    const [issue] = error.issues
    throw wrong(`${where}: ${issue?.path.join('.') || 'top level'}: ${issue?.message}.`)
  }
  if (data.law === undefined && data.clause === undefined) {
    throw wrong(`${where} names neither a law nor a clause, so it would match everything: add one.`)
  }
  if (new Date(data.expires) < today) {
    throw wrong(
      `${where} expired on ${data.expires}: review the difference, then set a later date or remove the entry.`,
    )
  }
  return { ...data, file }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw wrong(`${where} is not JSON: ${(cause as Error).message}.`)
  }
}

const wrong = (message: string): ToolError => new ToolError('E_KNOWN', message)
