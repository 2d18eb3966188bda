/** What the host does for a program: draws it with what the model allows, writes it for the wire, reads its lines, judges them. */
const hostStages = ['draw', 'encode', 'read', 'judge'] as const
type HostStage = (typeof hostStages)[number]

/** How long the host was at each stage, in seconds. */
type HostSeconds = Readonly<Record<HostStage, number>>

export type HostClock = {
  /** Does something for a stage; what it does for another one meanwhile counts for that one only. */
  readonly time: <T>(stage: HostStage, work: () => T) => T
  readonly seconds: () => HostSeconds
}

export function hostClock(): HostClock {
  const spent = { draw: 0, encode: 0, read: 0, judge: 0 }
  let within = 0
  const time = <T>(stage: HostStage, work: () => T): T => {
    const [start, before] = [performance.now(), within]
    within = 0
    try {
      return work()
    } finally {
      const whole = (performance.now() - start) / 1_000
      spent[stage] += whole - within
      within = before + whole
    }
  }
  return { time, seconds: () => ({ ...spent }) }
}
