import type { Target } from '../../../specs/target.js'
import type { MutationResult } from '../../report/mutation-result.js'
import { ToolError } from '../../shared/error.js'
import { choiceOf } from '../choice.js'
import type { Command, CommandOptions, Context } from '../command.js'
import { writePage } from '../page.js'
import { writerOf } from '../writer.js'

const defaultSeconds = 600

/** Where what was found is kept. */
const pages: Readonly<Partial<Record<MutationResult['into'], string>>> = {
  landlock: 'generator/mutate/seeded-bugs.md',
  fixes: 'generator/mutate/reverted-fixes.md',
  'byte-order': 'generator/mutate/byte-order.md',
}

export const mutateCommand: Command = {
  name: 'mutate',
  summary:
    "Plant mistakes into the model, into a design's kernel code or into Landlock, also in the order of its bytes, or take its fixes out, one after the other, and tell which of them nothing notices.",
  options: [
    ...([
      'model',
      'target',
      'design',
      'landlock',
      'fixes',
      'byteOrder',
      'only',
      'time',
      'seed',
      'write',
    ] as const),
    ...(['format', 'output', 'json', 'quiet', 'verbose'] as const),
  ],
  example: 'mutate --design socket-create --only key-without-type',
  async run(context) {
    const { options, print } = context
    const write = writerOf(options, print)
    const result = await planted(context)
    const { formattedMutation } = await import('../../report/formats/index.js')
    const { mutationCodes } = await import('../../report/mutation-result.js')
    const { mutationTable } = await import('../../report/mutation-score.js')
    await write(formattedMutation(result))
    const page = pages[result.into]
    if (options.write && page !== undefined) await writePage(page, () => mutationTable(result))
    return mutationCodes[result.verdict]
  },
}

/** What became of the mistakes that were asked for. Error: E_USAGE. */
async function planted(context: Context): Promise<MutationResult> {
  const { model, design, landlock, fixes, byteOrder } = context.options
  if ([model, design, landlock, fixes, byteOrder].filter(one => one !== undefined).length !== 1)
    throw new ToolError(
      'E_USAGE',
      'Say what mistakes are planted into: mutate --model, mutate --landlock, mutate --fixes, mutate --byte-order, or mutate --design and its name.',
    )
  if (model) return plantedInModel(context)
  if (fixes) return withoutFixes(context)
  if (byteOrder) return withWrongByteOrder(context)
  return design === undefined ? plantedInLandlock(context) : plantedInDesign(design, context)
}

async function plantedInModel({ options, progress, tell }: Context): Promise<MutationResult> {
  const { mutateModel } = await import('../../mutate/mutate-model.js')
  const { ledger } = await import('../../shared/ledger.js')
  const keep = ledger('mutate', ['model'], tell)
  return mutateModel(
    await targetsOf(options),
    { seed: choiceOf(options).seed, only: options.only ?? [] },
    { progress, keep },
  )
}

async function plantedInDesign(
  design: string,
  { options, progress, tell }: Context,
): Promise<MutationResult> {
  const { mutateDesign } = await import('../../mutate/mutate-design.js')
  const { prepare } = await import('../../run/prepare.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress)
  const keep = ledger('mutate', [design], tell)
  return mutateDesign(design, options.only, { seed: choiceOf(options).seed, keep }, progress)
}

async function plantedInLandlock({ options, progress, tell }: Context): Promise<MutationResult> {
  const { findMistakes } = await import('../../mutate/seeded-bugs.js')
  const { prepare } = await import('../../run/prepare.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress)
  const keep = ledger('mutate', ['landlock'], tell)
  const { only, time: seconds = defaultSeconds } = options
  return findMistakes(only, { seed: choiceOf(options).seed, seconds, keep }, progress)
}

async function withoutFixes({ options, progress, tell }: Context): Promise<MutationResult> {
  const { revertFixes } = await import('../../mutate/revert-fixes.js')
  const { prepare } = await import('../../run/prepare.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress)
  const keep = ledger('mutate', ['fixes'], tell)
  return revertFixes(options.only, { seed: choiceOf(options).seed, keep }, progress)
}

async function withWrongByteOrder({ options, progress, tell }: Context): Promise<MutationResult> {
  const { byteOrderRefs, mistakeByteOrder } = await import('../../mutate/byte-order.js')
  const { prepare } = await import('../../run/prepare.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress, byteOrderRefs)
  const keep = ledger('mutate', ['byte-order'], tell)
  return mistakeByteOrder(options.only, { seed: choiceOf(options).seed, keep }, progress)
}

/**
 * The targets that were asked for, or the newest that was probed, with every kind of socket that any kernel opened, the same with one design
 * and with all, and older ones told from it.
 */
async function targetsOf({ target: names }: CommandOptions): Promise<readonly Target[]> {
  const { designNames } = await import('../../../specs/target.js')
  const { olderThan, withSockets } = await import('../../mutate/mutate-model.js')
  const { storedTarget, storedTargets } = await import('../../guest/probe.js')
  const probed = await Promise.all((names ?? ['abi']).map(storedTarget))
  if (names !== undefined) return probed.map(({ target }) => target)
  const stored = (await storedTargets()).map(({ target }) => target)
  const targets = probed.map(({ target }) => withSockets(target, stored))
  return targets.flatMap(target => [
    target,
    ...[designNames.slice(0, 1), designNames].map(designs => ({ ...target, designs })),
    ...olderThan(target),
  ])
}
