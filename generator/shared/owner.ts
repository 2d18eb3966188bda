import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'

/**
 * Who made something that does not stay: a process by its number and by when it started, as numbers are used again, and the machine
 * and namespace in which both are to be understood: `1a2b3c4d-4711-987654`. It is written into names and into environments.
 */
const form = /([0-9a-f]{8})-(\d+)-(\d+)/

/** This process as an owner. */
export const owner = (): string => `${world()}-${process.pid}-${startOf('self')}`

/** Whether a text names an owner. */
export const hasOwner = (text: string): boolean => form.test(text)

/** Whether the owner in a text has ended; undefined where nobody can know, as after a restart of the machine or from another container. */
export function hasEnded(text: string): boolean | undefined {
  const [, where, pid = '', start] = form.exec(text) ?? []
  return where === world() ? startOf(pid) !== start : undefined
}

/** Whether a process, or one that descends from it, was stopped by a signal or by who traces it: a guard may stand between us and whom it guards. */
export const isStopped = (pid: number): boolean =>
  [`${pid}`, ...descendantsOf(`${pid}`)].some(one => /^[Tt]$/.test(fieldsOf(one)[0] ?? ''))

const descendantsOf = (pid: string): readonly string[] =>
  (read(`/proc/${pid}/task/${pid}/children`) ?? '')
    .split(' ')
    .filter(Boolean)
    .flatMap(child => [child, ...descendantsOf(child)])

/** When a process started, in clock ticks since the machine did; undefined without such a process. Source: proc_pid_stat(5). */
function startOf(pid: string): string | undefined {
  const [state, ...words] = fieldsOf(pid)
  // A zombie has ended.
  return state === 'Z' ? undefined : words[18]
}

/** What stands behind the name of a process, which may hold anything. */
function fieldsOf(pid: string): readonly string[] {
  const stat = read(`/proc/${pid}/stat`) ?? ''
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

let known: string | undefined

function world(): string {
  if (known === undefined) {
    const boot = read('/proc/sys/kernel/random/boot_id') ?? ''
    known = createHash('sha256').update(`${boot} ${namespace()}`).digest('hex').slice(0, 8)
  }
  return known
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
