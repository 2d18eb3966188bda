/** Whether something was waited for in vain, by our clock or by the kernel's. */
export const isHang = (observed: string): boolean =>
  /^STUCK$|^hang\b|\(hang\)$|\bblocked for more than\b|\bsoft lockup\b|\bstall/.test(observed)

/** A thread that sleeps, by its line among the stacks of a program. */
const sleeps = /\((?:S|D)\):/

/** One that only a fatal signal wakes, in a function of the kernel that waits for a lock. */
const waitsForLock = /\(D\):.* (?:rwsem_down_|down_read|down_write|__?mutex_lock|__?rt_mutex_)/

/** Whether threads wait for each other: all of them sleep, one of them for a lock, so that none of them waits for a processor. */
export const isDeadlock = (stacks: readonly string[]): boolean =>
  stacks.every(stack => sleeps.test(stack)) && stacks.some(stack => waitsForLock.test(stack))
