import { descriptionOf } from '../../../../specs/ops/uses.js'
import { type Op, routeOf } from '../../../../specs/program.js'

/** What enum route and enum call_kind of templates/routes/routes.h have of a program. */
export function casesOf(ops: readonly Op[]): ReadonlySet<string> {
  const routes = ops.map(op => routeOf(op)?.toUpperCase() ?? 'SYSCALL')
  return new Set([
    ...routes.map(name => `ROUTE_${name}`),
    ...ops.flatMap(callsOf).map(name => `CALL_${name}`),
  ])
}

const callsOf = (op: Op): readonly string[] => {
  const { kind, routed, calls } = descriptionOf(op)
  return (calls?.(op) ?? (routed ? [kind] : [])).map(name => name.toUpperCase())
}

/** A function of C, whose switches leave out the routes and the calls that a program has none of. */
export function withCases(text: string, cases: ReadonlySet<string>): string {
  const pruned = text.replace(/(?:\tcase (?:ROUTE|CALL)_\w+:\n)+(?:\t\t.*\n|\n)+/g, group => {
    const [, labels = '', body = ''] = /^((?:\tcase .*\n)+)([\s\S]*)$/.exec(group) ?? []
    const kept = labels.split(/(?<=\n)/).filter(label => cases.has(label.trim().slice(5, -1)))
    return kept.length === 0 ? '' : kept.join('') + body
  })
  return pruned === text ? text : pruned.replace(/\n\t\}\n/, '\n\tdefault:\n\t\tbreak;\n\t}\n')
}

/** An enum of C without the routes and the calls that neither a program has nor code names. */
export const withEnumerators = (text: string, code: string, cases: ReadonlySet<string>): string =>
  text.replace(/(?:\t\/\*.*\*\/\n)?\t((?:ROUTE|CALL)_\w+),\n/g, (line, name: string) =>
    cases.has(name) || new RegExp(`\\b${name}\\b`).test(code) ? line : '',
  )
