import type { Spec } from '../../specs/spec.js'
import type { Observed } from '../guest/course.js'
import { readTarget } from '../guest/ktap.js'
import type { ExpectedFailure, Lack } from '../judge/known.js'
import { type JudgedKernel, judgeRun } from '../judge/verdict.js'
import { ToolError } from '../shared/error.js'
import { targetDifference } from '../suite/codec.js'
import type { Suite } from '../suite/suite.js'

/** What tells that a kernel is not the one that a suite was made for, in words, the most telling first. */
export type Detection = { readonly by: readonly string[]; readonly programs: number }

/** What of its laws a run is judged by. */
export type Detector = {
  readonly suite: Suite
  readonly specs: readonly Spec[]
  readonly known: readonly ExpectedFailure[]
  readonly lacks: readonly Lack[]
}

/** Judges what a suite saw; unlike in a run, a kernel that reports another target is noticed, too. */
export function detect(observed: Observed, measure: Detector): Detection {
  const { kernel, findings } = judged(observed, measure)
  const diverged = findings.filter(({ known }) => known === null)
  const broken = kernel.claims.filter(({ verdict }) => verdict === 'broken')
  const by = [
    ...diverged.map(({ law, test, step, observed, allowed }) =>
      step === null
        ? `${law}: broken in ${test}`
        : `${law}: ${test}, step ${step}: ${observed}, not ${allowed.join(' or ')}`,
    ),
    ...kernel.reports.map(report => `the kernel: ${report}`),
    ...otherTarget(observed.channel, measure.suite),
    ...broken.map(({ claim, words }) => `the claim of ${claim}: ${words}`),
    ...observed.lost,
  ]
  const lost = kernel.lost > 0 && by.length === 0 ? [`${kernel.lost} programs are lost`] : []
  return { by: [...by, ...lost], programs: new Set(diverged.map(({ test }) => test)).size }
}

const judged = (
  { channel, console, lost, notes }: Observed,
  { suite, specs, known, lacks }: Detector,
): JudgedKernel =>
  judgeRun(
    { suite, channel, console, lost, notes, origin: { ref: '', sha256: '', origin: '', release: '' } },
    {
      ...{ specs, known, lacks, replay: () => '', notes: [], seconds: () => ({}) },
      ...{ suite: '', suiteId: '', folder: '' },
    },
  )

/** A guest without a whole report did not come up, or has no Landlock. */
function otherTarget(channel: string, { target }: Suite): readonly string[] {
  try {
    const difference = targetDifference(target, readTarget(channel))
    if (difference === undefined) return []
    const { path, here, there } = difference
    return [`the probe: ${path} is ${there}, not ${here}`]
  } catch (error) {
    if (error instanceof ToolError) return [`the probe: ${error.message}`]
    throw error
  }
}
