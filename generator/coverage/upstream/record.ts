import { ToolError } from '../../shared/error.js'

/** A call that a process made, as `templates/guest/trace.c` tells it: its result, its arguments, and bytes that one of them points to. */
export type WatchedCall = {
  readonly kind: 'call'
  readonly pid: number
  readonly name: string
  readonly result: number
  readonly args: readonly bigint[]
  readonly bytes: Buffer
}

/** A process that a process makes, or a further thread of it. */
export type WatchedChild = {
  readonly kind: 'child'
  readonly pid: number
  readonly child: number
  readonly isThread: boolean
}

/** What befalls a process. */
export type WatchedEvent = WatchedCall | WatchedChild | { readonly kind: 'exit'; readonly pid: number }

/** One of upstream's tests by its name, and what its processes did. */
export type WatchedTest = {
  readonly name: string
  /** The first of its processes. */
  readonly pid: number
  readonly events: readonly WatchedEvent[]
}

/** The event of ptrace(2) by which a thread is told, as its end sends no SIGCHLD (PTRACE_EVENT_CLONE). */
const cloneEvent = 3

/** An event, and when it took place among all others. */
type TimedEvent = { readonly at: number; readonly event: WatchedEvent }

/** Who waits goes on by what others do, so it is later than they began; all else takes place when it begins. */
const waiting = ['accept', 'accept4', 'recvfrom', 'recvmsg', 'read']

function eventOf(line: string): TimedEvent | undefined {
  const [sign, process, name = '', ...rest] = line.trimEnd().split(' ')
  if (sign !== '@') return undefined
  const [pid, first] = [Number(process), Number(rest[0])]
  if (name === 'exit') return { at: first, event: { kind: 'exit', pid } }
  if (name === 'child') {
    const [, child, event] = rest.map(Number)
    return { at: first, event: { kind: 'child', pid, child: child ?? 0, isThread: event === cloneEvent } }
  }
  const [, ended, result, ...args] = rest
  const event: WatchedCall = {
    ...{ kind: 'call', pid, name, result: Number(result) },
    args: args.slice(0, 6).map(arg => BigInt(`0x${arg}`)),
    bytes: Buffer.from(args[6] ?? '', 'hex'),
  }
  return { at: waiting.includes(name) ? Number(ended) : first, event }
}

/** What the harness prints before it starts a test. */
const announcement = /^# {2}RUN\s+(\S+)/

const announced = (event: WatchedEvent): string | undefined =>
  event.kind === 'call' && event.name === 'write'
    ? announcement.exec(event.bytes.toString('latin1'))?.[1]
    : undefined

/** Every test of a program of upstream's, in its order: what the child does that its first process starts for it. */
function testsOf(program: string, events: readonly WatchedEvent[]): readonly WatchedTest[] {
  const main = events[0]?.pid
  const tests: { name: string; pid: number; events: WatchedEvent[] }[] = []
  const testOf = new Map<number, WatchedEvent[]>()
  let name: string | undefined
  for (const event of events) {
    if (event.pid === main) name = announced(event) ?? name
    if (event.kind === 'child' && event.pid === main && name !== undefined) {
      const own: WatchedEvent[] = []
      tests.push({ name: `${program}: ${name}`, pid: event.child, events: own })
      testOf.set(event.child, own)
      name = undefined
    }
    const test = testOf.get(event.pid)
    if (test === undefined) continue
    test.push(event)
    if (event.kind === 'child') testOf.set(event.child, test)
  }
  return tests
}

/** What a guest says of one program of upstream's, below its name. */
const form = /^# trace (\w+_test)\r?\n([\s\S]*?)(?=^# trace )/gm

/** Every test of every program that was watched. Error: E_GUEST for a program of which none was seen, since then nobody looked. */
export const readTests = (channel: string): readonly WatchedTest[] =>
  [...channel.matchAll(form)].flatMap(([, program = '', text = '']) => {
    const events = text.split('\n').flatMap(line => eventOf(line) ?? [])
    const inOrder = events.sort((one, other) => one.at - other.at).map(({ event }) => event)
    const tests = testsOf(program, inOrder)
    if (tests.length === 0) throw unseen(program, text)
    return tests
  })

const unseen = (program: string, text: string): ToolError =>
  new ToolError('E_GUEST', `No test of upstream's ${program} was seen, so there are no figures; run again.`, {
    output: text.slice(0, 2_000),
  })
