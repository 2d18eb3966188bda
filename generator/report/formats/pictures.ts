import { totalOf } from '../../shared/clock.js'
import type { Curve, Times } from '../page.js'

/** The stages of a kernel as bars, the longest as long as there is room. */
export function barsOf({ kernel, seconds }: Times) {
  const stages = Object.entries(seconds)
  const longest = Math.max(0.01, ...stages.map(([, value]) => value))
  return {
    kernel,
    total: totalOf(seconds).toFixed(1),
    words: stages.map(([stage, value]) => `${stage} ${value.toFixed(1)} s`).join(', '),
    height: stages.length * 20,
    bars: stages.map(([stage, value], at) => {
      const width = Math.max(1, Math.round((value / longest) * 460))
      return {
        stage,
        seconds: value.toFixed(1),
        y: at * 20 + 2,
        textY: at * 20 + 14,
        width,
        after: 96 + width,
      }
    }),
  }
}

/** Where the curve is drawn: to the right of its greatest value, above its times. */
const [left, right, top, bottom] = [70, 630, 10, 130]

/** A curve as a line from its first second to its last, with the least and the greatest of either, and the same in words. */
export function curveOf({ name, points }: Curve) {
  const [seconds, values] = [points.map(([second]) => second), points.map(([, value]) => value)]
  const [end, most] = [Math.max(1, ...seconds), Math.max(1, ...values)]
  const at = ([second, value]: Curve['points'][number]): string => {
    const x = left + (second / end) * (right - left)
    const y = bottom - (value / most) * (bottom - top)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  }
  return {
    name,
    most,
    end: Math.round(end),
    line: points.map(at).join(' '),
    words: `from ${values[0] ?? 0} to ${values.at(-1) ?? 0} in ${Math.round(end)} s, at most ${Math.max(0, ...values)}`,
  }
}
