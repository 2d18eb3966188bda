import { forProgram } from '../../../shared/preprocess.js'
import { template } from '../../templates.js'

/** A file of C that one file is made from: what it includes, and the code below that. */
type Part = { readonly includes: readonly string[]; readonly code: string }

/** Where a program takes its C from, each behind what it uses; a name without a folder is a header that is written for the program. */
const sources = [
  ...['calls/landlock_uapi.h', 'landlock_designs.h', 'socket_names.h', 'calls/sandbox.h', 'calls/address.h'],
  ...[
    'routes/routes.h',
    'calls/calls.h',
    'calls/message.h',
    'routes/ring_request.h',
    'routes/odd_call.h',
    'calls/race.h',
    'calls/moment.h',
    'calls/result.h',
    'calls/siblings.h',
    'calls/signals.h',
    'calls/tracing.h',
  ],
  ...['arch/arch_aarch64.h', 'arch/arch_arm.h', 'arch/arch_i386.h', 'arch/arch_powerpc64.h'],
  ...['arch/arch_riscv64.h', 'arch/arch_s390x.h', 'arch/arch_x86_64.h', 'arch/raw_call.h'],
  ...['harness/actors.h', 'harness/audit.h', 'harness/futex.h', 'harness/directory.c', 'harness/actors.c'],
  ...['calls/namespaces.c', 'calls/own_namespaces.c', 'calls/address.c', 'calls/message.c'],
  ...['routes/threads.c', 'routes/children.c', 'routes/compat.c', 'routes/ring_request.c'],
  ...['routes/ring.c', 'routes/odd_call.c', 'routes/plain_call.c', 'routes/routes.c'],
  ...[
    'calls/socket_state.c',
    'calls/calls.c',
    'calls/moment.c',
    'calls/receive.c',
    'calls/siblings.c',
    'calls/signals.c',
    'calls/sandbox.c',
    'calls/seccomp.c',
    'calls/passing.c',
    'calls/tracing.c',
  ],
  ...[
    'calls/race.c',
    'calls/races.c',
    'calls/race_tsync.c',
    'harness/audit.c',
    'harness/events.c',
    'harness/log_text.h',
    'harness/log_text.c',
    'harness/records.c',
    'harness/traced.c',
    'harness/listener.c',
    'alone/place.c',
  ],
] as const

/** Files in place of what the templates have, by their names. */
type Own = Readonly<Record<string, string>>

/**
 * What stands above a program in its one file of C: the headers of the system that it includes, and of each file of the templates what
 * the program needs. Constants that nothing says are left out, as are files of which nothing is left, with what they include.
 */
export function assemble(body: string, needs: ReadonlySet<string>, own: Own) {
  const read = (path: string): string => own[path] ?? template(path)
  const parts = sources.map(path => ({ path, ...partOf(forProgram(read(path), needs)) }))
  const main = partOf(body)
  const texts = withoutUnsaid([...parts.map(({ code }) => ofOneFile(code)), main.code])
  const isLeft = (index: number): boolean => /\S/.test(texts[index] ?? '')
  const byName = new Map(parts.map(part => [part.path.replace(/^.*\//, ''), part]))
  const system = new Set<string>()
  const include = (names: readonly string[], seen: ReadonlySet<string>): void => {
    for (const name of names) {
      const header = byName.get(name.slice(1, -1))
      if (name.startsWith('<')) system.add(name.slice(1, -1))
      else if (header !== undefined && !seen.has(name)) include(header.includes, new Set([...seen, name]))
    }
  }
  for (const [index, { includes }] of parts.entries()) if (isLeft(index)) include(includes, new Set())
  include(main.includes, new Set())
  return {
    includes: [...system].toSorted((one, other) => (rankOf(one) < rankOf(other) ? -1 : 1)),
    code: texts
      .filter((_, index) => isLeft(index))
      .map(text => text.trim())
      .join('\n\n'),
  }
}

/** linux/io_uring.h needs linux/stddef.h before it where a kernel tree has a linux/types.h of its own. */
const rankOf = (header: string): string => (header === 'linux/stddef.h' ? 'linux/' : header)

/** Takes a file apart: above its code stand the licence, what it says of itself, and what it includes. */
function partOf(source: string): Part {
  const lines = source.split('\n')
  const start = lines.findIndex(line => /^#define (?:_GNU_SOURCE|\w+_H)$/.test(line)) + 1
  const isHeader = lines[start - 1]?.endsWith('_H') === true
  const below = lines.slice(start, isHeader ? lines.lastIndexOf('#endif') : undefined)
  return {
    includes: below.flatMap(line => /^#include (\S+)$/.exec(line)?.[1] ?? []),
    code: below.filter(line => !line.startsWith('#include ')).join('\n'),
  }
}

/** Functions and variables are for the one file that they come into; a head stands on one line then, which whoever writes the file breaks. */
function ofOneFile(code: string): string {
  const found: string[] = []
  let head: string | undefined
  for (const line of code.split('\n')) {
    if (head === undefined && !isGlobal(line)) found.push(line)
    else {
      head = head === undefined ? `static ${line}` : `${head} ${line.trimStart()}`
      if (!/[);]$/.test(head)) continue
      found.push(head)
      head = undefined
    }
  }
  return found.join('\n')
}

/** In C of the kernel's style, only a definition or a declaration begins a line so. */
const isGlobal = (line: string): boolean =>
  /^(?!static\b)[a-z][\w *]*\(/.test(line) || /^struct \w+ \w+;$/.test(line)

/** A macro, alone or where no header defines it, or a function that stands in a header: each in one piece. */
const spared = [
  /^#ifndef (\w+)\n#define \1\b.*\n#endif$/,
  /^#define (\w+)(?:.*\\\n)*.*$/,
  /^static inline \w+ (\w+)\(.*\n\{\n[\s\S]*\n\}$/,
]

/** C without the macros and the functions of headers that nothing below says: from the end on, since only that may say them. */
function withoutUnsaid(texts: readonly string[]): readonly string[] {
  const said = new Set<string>()
  return texts
    .toReversed()
    .map(text => {
      const kept: string[] = []
      for (const unit of unitsOf(text).toReversed()) {
        const name = spared.flatMap(pattern => pattern.exec(unit)?.[1] ?? [])[0]
        if (name !== undefined && !said.has(name)) continue
        for (const word of unit.match(/\w+/g) ?? []) said.add(word)
        kept.push(unit)
      }
      return kept.toReversed().join('\n')
    })
    .toReversed()
    .map(tidy)
}

/** Whole lines, but what may be spared, and all between `#if` and `#endif`, in one piece. */
const unitsOf = (text: string): readonly string[] =>
  text.match(/^#if[\s\S]*?^#endif$|^#define (?:.*\\\n)*.*$|^static inline [\s\S]*?^\}$|^.*$/gm) ?? []

/** Without comments that nothing is left of below them, and with one empty line where several were. */
const tidy = (text: string): string =>
  text.replace(/^\/\*(?:[^*]|\*(?!\/))*\*\/\n(?=\n|\/\*|$(?![\s\S]))/gm, '').replace(/\n{3,}/g, '\n\n')
