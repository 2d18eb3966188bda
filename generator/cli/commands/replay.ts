import type { SilenceId } from '../../../specs/model/silences.js'
import type { Op } from '../../../specs/program.js'
import { exitCodeOf } from '../../judge/result.js'
import type { ObservedProgram } from '../../run/observe-program.js'
import type { Replayed } from '../../run/replay.js'
import { inLines } from '../../shared/printable.js'
import { readText } from '../../shared/text-file.js'
import type { Command } from '../command.js'
import { saidIn } from '../policy.js'
import { writerOf } from '../writer.js'

export const replayCommand: Command = {
  name: 'replay',
  summary: 'Run one program on a kernel and tell, step by step, what is allowed and what happened.',
  argument: '<program.json>',
  options: ['kernel', 'design', 'format', 'output', 'json', 'observe', 'verbose'],
  example: 'replay test/data/denied-bind.json --kernel debian:trixie',
  async run({ file, options, print, progress }) {
    const write = writerOf(options, print)
    const { describe } = await import('../../suite/describe.js')
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { readDrawn } = await import('../../suite/codec.js')
    const { replay } = await import('../../run/replay.js')
    const drawn = readDrawn(await readText(file), file)
    await prepare(progress, options.kernel)
    const ref = options.kernel?.[0] ?? (await defaultKernel(progress))
    if (options.observe === true) {
      const { observeProgram } = await import('../../run/observe-program.js')
      const observed = await observeProgram(drawn, file, ref, progress)
      if (observed !== undefined) {
        const { silenceText } = await import('../../suite/silence.js')
        print(observedText(inLines(observed), describe, silenceText))
        return observedCode(observed)
      }
    }
    const said = await saidIn(options.design)
    const replayed = await replay(drawn, file, { ref, said }, progress)
    const { formatted } = await import('../../report/formats/index.js')
    const others = formatted(replayed.result)
    const { beforehand } = await import('../../report/terminal.js')
    const steps = (): string =>
      [...beforehand(inLines(replayed.result.kernels)), stepByStep(inLines(replayed), describe)].join('\n')
    await write(format => (format === 'pretty' ? steps() : others(format)))
    return exitCodeOf(replayed.result)
  },
}

/** 1 where an op gave what the model does not allow, else 2: of where it is silent there is no verdict. */
const observedCode = ({ steps }: ObservedProgram): number => (steps.some(({ isWrong }) => isWrong) ? 1 : 2)

function observedText(
  seen: ObservedProgram,
  describe: (op: Op) => string,
  why: (id: SilenceId) => string,
): string {
  const { ref, release, abi, steps, silence, ended } = seen
  const code = observedCode(seen)
  const lines = steps.flatMap(({ op, allowed, observed = 'nothing', isWrong }, index) => [
    ...(index === silence.step
      ? [`the model is silent from here on${silence.id === undefined ? '' : `: ${why(silence.id)}`}`]
      : []),
    `${isWrong ? '>' : ' '} ${String(index).padStart(2)}  ${describe(op)}`,
    `      ${allowed.length === 0 ? '' : `allowed ${allowed.join(' | ')}, `}observed ${observed}`,
  ])
  return [
    `${ref}  ${release}  ABI ${abi}`,
    ...lines,
    ...(ended === '' ? [] : [`it did not end: ${ended}`]),
    `${code === 1 ? 'diverge' : 'no verdict'} (exit code ${code})`,
  ].join('\n')
}

function stepByStep({ result, suite, outcomes }: Replayed, describe: (op: Op) => string): string {
  const [test] = suite.tests
  const [kernel] = result.kernels
  const broken = result.divergences.find(({ step }) => step === null)
  const wrong = new Map(result.divergences.map(one => [one.step, one]))
  const lines = (test?.program.ops ?? []).map((op, index) => {
    const allowed = test?.allowed[index]?.join(' | ')
    const bad = wrong.get(index)
    const why =
      bad === undefined
        ? ''
        : [
            `\n      allowed only ${bad.allowed.join(' | ')}: ${bad.clause}: ${bad.why} (${bad.cite})`,
            ...(bad.stacks ?? []).map(stack => `\n      stack of ${stack}`),
          ].join('')
    return `${bad ? '>' : ' '} ${String(index).padStart(2)}  ${describe(op)}\n      allowed ${allowed}, observed ${outcomes[index] ?? bad?.observed ?? 'nothing'}${why}`
  })
  const head = `${kernel?.ref}  ${kernel?.release}  ABI ${kernel?.abi}, errata ${kernel?.errata ?? 'unknown'}`
  return [
    head,
    ...(kernel?.reports ?? []),
    ...(kernel?.missing ?? []).map(what => `missing: ${what}`),
    ...(kernel?.notes ?? []).map(note => `note: ${note}`),
    ...lines,
    ...(broken === undefined
      ? []
      : [`each outcome is allowed, and the law ${broken.law} is broken: ${broken.claim}`]),
    ...(kernel?.claims ?? [])
      .filter(({ verdict }) => verdict === 'broken')
      .map(({ words, cite }) => `CLAIM ${words} (${cite})`),
    `${result.verdict} (exit code ${exitCodeOf(result)})`,
  ].join('\n')
}
