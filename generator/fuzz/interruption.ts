import { killAll, onePressMs } from '../shared/process-group.js'

/** Whether somebody wants an end, by Ctrl-C or a signal. */
type Interruption = { readonly isAsked: () => boolean }

const signals = ['SIGINT', 'SIGTERM'] as const

/** So long guests have time to answer what they were sent, before they are ended. */
const graceMs = 2_000

/**
 * Does something that can say at any time what it knows so far: the first signal only asks for an end, and ends what still runs after a
 * moment; the second one is left to whoever heard signals before.
 */
export async function interruptible<T>(work: (interruption: Interruption) => Promise<T>): Promise<T> {
  const others = signals.map(signal => [signal, process.listeners(signal)] as const)
  let isAsked = false
  let [timer, press]: readonly (NodeJS.Timeout | undefined)[] = []
  const restore = (): void => {
    for (const [signal, listeners] of others) {
      process.off(signal, first)
      for (const listener of listeners)
        if (!process.listeners(signal).includes(listener)) process.on(signal, listener)
    }
  }
  const first = (): void => {
    if (isAsked) return
    isAsked = true
    timer = setTimeout(() => void killAll(), graceMs)
    press = setTimeout(restore, onePressMs)
  }
  for (const [signal, listeners] of others) {
    for (const listener of listeners) process.off(signal, listener)
    process.on(signal, first)
  }
  try {
    return await work({ isAsked: () => isAsked })
  } finally {
    clearTimeout(timer)
    clearTimeout(press)
    restore()
  }
}
