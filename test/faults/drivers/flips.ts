import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { rejudgeCommand } from '../../../generator/cli/commands/rejudge.js'
import { ToolError } from '../../../generator/shared/error.js'

/** What a run folder with one wrong bit was judged to be: a verdict, the code of an error, or the name of an exception of ours. */
async function judge(folder: string): Promise<string> {
  let said = ''
  try {
    const context = {
      ...{ file: folder, files: [folder], options: { json: true } },
      print: (text: string) => {
        said += text
      },
      progress: () => {},
      tell: () => {},
      ask: async () => false,
      commands: [],
    }
    await rejudgeCommand.run(context)
    return (JSON.parse(said) as { readonly verdict: string }).verdict
  } catch (error) {
    return error instanceof ToolError ? error.code : `exception ${(error as Error).stack}`
  }
}

/** Every file of a folder with its size, so that each byte of it is as likely as any other. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => ({ name, size: statSync(join(folder, name)) }))
    .filter(({ size }) => size.isFile())
    .map(({ name, size }) => ({ name, size: size.size }))

/** Flips bits of a saved run one after the other, each file alike often, and prints how often which answer came. */
async function main([folder = '', times = '', seed = '']: readonly string[]): Promise<void> {
  const right = await judge(folder)
  const files = filesIn(folder)
  const flips = fc.sample(
    fc.record({
      file: fc.constantFrom(...files.filter(({ size }) => size > 0)),
      place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.nat(7),
    }),
    { numRuns: Number(times), seed: Number(seed) },
  )
  const answers = new Map<string, number>()
  const wrong: string[] = []
  for (const { file, place, bit } of flips) {
    const at = Math.floor(place * file.size)
    const answer = await withFlip(join(folder, file.name), at, bit, () => judge(folder))
    answers.set(answer.slice(0, 80), (answers.get(answer.slice(0, 80)) ?? 0) + 1)
    if (answer !== right && !answer.startsWith('E_'))
      wrong.push(`${file.name}, byte ${at}, bit ${bit}: ${answer}`)
  }
  process.stdout.write(JSON.stringify({ right, answers: Object.fromEntries(answers), wrong }))
}

async function withFlip<T>(path: string, at: number, bit: number, work: () => Promise<T>): Promise<T> {
  const whole = readFileSync(path)
  const flipped = Buffer.from(whole)
  flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
  writeFileSync(path, flipped)
  try {
    return await work()
  } finally {
    writeFileSync(path, whole)
  }
}

await main(process.argv.slice(2))
