import type { Point } from '../report/fuzz-result.js'

/** So many points are kept, evenly spread, however long all goes on. */
const most = 120

/**
 * Takes note of how a session goes on, about each second at first and ever more seldom.
 * @param seconds since its beginning
 * @param point what it has come to
 */
export function history(seconds: () => number, point: () => Omit<Point, 'second'>) {
  let points: Point[] = []
  let every = 1
  const now = (second: number): Point => ({ second: Math.round(second * 10) / 10, ...point() })
  return {
    /** To be called as often as something has happened. */
    goesOn: (): void => {
      const second = seconds()
      if (second < (points.at(-1)?.second ?? 0) + every) return
      points.push(now(second))
      if (points.length < most) return
      points = points.filter((_, index) => index % 2 === 1)
      every *= 2
    },
    /** All that was noted, and what it is at now. */
    points: (): readonly Point[] => [...points, now(seconds())],
  }
}
