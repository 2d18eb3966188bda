import { readTarget } from '../guest/ktap.js'
import type { Saved } from '../judge/bundle.js'
import { loadKnown } from '../judge/known.js'
import type { Result } from '../judge/result.js'
import { judgeRun, resultOf } from '../judge/verdict.js'
import { checkTarget } from '../suite/codec.js'
import { checkLaws } from '../suite/draw.js'
import { loadLaws } from '../suite/laws.js'
import { replayCommand } from './execute.js'

/** Judges saved runs again, without a kernel: the same log gives the same verdict. */
export async function rejudge(saved: readonly Saved[], folder: string): Promise<Result> {
  const [specs, known] = await Promise.all([loadLaws(), loadKnown()])
  const runs = saved.map(one => {
    checkLaws(one.suite, specs, folder)
    checkTarget(one.suite.target, readTarget(one.channel))
    const replay = (id: string, ref: string) => replayCommand(`${folder}/programs/${id}.json`, ref)
    return judgeRun(one, { specs, known, replay, notes: [], seconds: () => ({}), suite: '', folder })
  })
  return resultOf(
    runs,
    saved.map(({ suite }) => suite),
    folder,
  )
}
