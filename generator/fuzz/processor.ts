import { readFileSync } from 'node:fs'

/** How long processors worked, in seconds: for this process, and for what it started and what has ended since. */
type ProcessorSeconds = { readonly host: number; readonly kernels: number }

/** Linux counts in hundredths of a second for whoever asks in /proc, whatever its own clock does. */
const ticksPerSecond = 100

/** Starts counting; the result tells what was spent since, of a child only when it has ended. Source: proc_pid_stat(5). */
export function processorClock(): () => ProcessorSeconds {
  const start = spent()
  return () => {
    const end = spent()
    return { host: end.host - start.host, kernels: end.kernels - start.kernels }
  }
}

function spent(): ProcessorSeconds {
  const { user, system } = process.cpuUsage()
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , , , , , , , , , , , , childrenUser = '0', childrenSystem = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
  return {
    host: (user + system) / 1e6,
    kernels: (Number(childrenUser) + Number(childrenSystem)) / ticksPerSecond,
  }
}
