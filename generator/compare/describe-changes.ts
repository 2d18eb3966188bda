import { pageSizeOf } from '../../specs/attr-size.js'
import { behaviours } from '../../specs/behaviours.js'
import { clauseOf } from '../../specs/clause-of.js'
import { chosen } from '../../specs/designs/choices.js'
import { type Decision, type DecisionName, decisions } from '../../specs/designs/decisions.js'
import { errata } from '../../specs/errata.js'
import { clauses } from '../../specs/model/clauses.js'
import type { Target } from '../../specs/target.js'
import type { Deciding, DescribedChange } from '../report/comparison-result.js'
import { specsOption } from '../shared/paths.js'
import { programId } from '../suite/codec.js'
import type { Change } from './change.js'
import { type Cause, type Pair, reportedDifferences } from './changes.js'

const header = 'include/uapi/linux/landlock.h'

type ClauseWords = { readonly says: string; readonly cite: string }

/** What is more than it was is new in the second kernel, else it is gone from it. */
const has = (isNew: boolean, what: string): string =>
  isNew ? `B has ${what}, A has not` : `A has ${what}, B has not`

const shownErrata = ({ errata }: Target): string => (errata === null ? 'no answer' : `${errata}`)

function describeReported([a, b]: Pair<Target>, what: 'abi' | 'errata'): ClauseWords {
  const says =
    what === 'abi'
      ? `A reports ABI ${a.abi}, B ABI ${b.abi}`
      : `Asked for its errata, A says ${shownErrata(a)}, B ${shownErrata(b)}`
  return { says, cite: clauses[`query.${what}`].cite }
}

/** A cause as a sentence with a source; `change` is what shows it, if there is one. */
export function describeCause(cause: Cause, targets: Pair<Target>, change: Change | undefined): ClauseWords {
  const [a, b] = targets
  switch (cause.kind) {
    case 'reported':
      return describeReported(targets, cause.what)
    case 'addition': {
      const names = cause.names.length === 0 ? 'what it brought' : `the ${cause.names.join(', ')}`
      return { says: `${has(b.abi > a.abi, names)}: ABI ${cause.abi}`, cite: header }
    }
    case 'erratum': {
      const { says, cite } = errata.find(({ number }) => number === cause.number) ?? {
        says: 'it',
        cite: header,
      }
      const isNew = (((b.errata ?? 0) >> (cause.number - 1)) & 1) === 1
      return {
        says: `${isNew ? 'B reports, and A does not,' : 'A reports, and B does not,'} that erratum ${cause.number} is fixed: ${says}`,
        cite,
      }
    }
    case 'behaviour': {
      const { says, cite } = behaviours[cause.name]
      const isNew = b.behaviours.includes(cause.name)
      return { says: `${isNew ? 'In B, and not in A,' : 'In A, and not in B,'} ${says}`, cite }
    }
    case 'byte_order':
      return {
        says: `Numbers have their lowest byte first in ${a.byteOrder === 'big' ? 'B' : 'A'}, and their highest in ${a.byteOrder === 'big' ? 'A' : 'B'}`,
        cite: 'include/linux/uaccess.h: copy_struct_from_user(), which takes bytes',
      }
    case 'page_size':
      return {
        says: `A page has ${pageSizeOf(a)} bytes in A, and ${pageSizeOf(b)} in B`,
        cite: 'security/landlock/syscalls.c: copy_min_struct_from_user(), which takes no more than a page',
      }
    case 'choice':
      return describeChoice(cause.decision, targets)
    case 'sockets':
      return {
        says: `Outside of any sandbox, socket(2) answers differently for ${cause.what}${answers(change)}`,
        cite: 'net/socket.c: __sock_create(); the modules of either kernel',
      }
    case 'lacks':
      return {
        says: has(b.lacks[cause.what] === undefined, cause.what.replaceAll('_', ' ')),
        cite: 'tried at the start of either guest',
      }
    case 'unknown':
      return { says: unexplained(change), cite: 'no difference that the specs know' }
  }
}

/** A decision in words, with who argued for either side of it. */
function describeChoice(name: DecisionName, targets: Pair<Target>): ClauseWords {
  const { asks, choices }: Decision = decisions[name]
  const described = [chosen(targets[0], name), chosen(targets[1], name)].map((one, index) => ({
    words: `in ${index === 0 ? 'A' : 'B'} ${choices[one]?.says ?? one} (${name}=${one}, ${choices[one]?.by ?? 'nobody'})`,
    cite: choices[one]?.cite ?? '',
  }))
  return {
    says: `${asks}: ${described.map(({ words }) => words).join('; ')}`,
    cite: [...new Set(described.map(({ cite }) => cite))].join('; '),
  }
}

const answers = (change: Change | undefined): string =>
  change === undefined ? '' : `: ${change.smallest.outcomes.join(' in A, ')} in B`

function unexplained(change: Change | undefined): string {
  const kind = change?.smallest.program.ops.at(-1)?.kind ?? 'a call'
  const [before, after] = change?.smallest.outcomes ?? ['', '']
  return `${kind} gives ${before} in A and ${after} in B, and nothing that the two report tells why`
}

function deciding(id: string | null): Deciding | null {
  const clause = id === null ? undefined : clauseOf(id)
  return id === null || clause === undefined ? null : { clause: id, ...clause }
}

/** A change in words, with its citations and the command that shows it again. */
export function describeChange(
  change: Change,
  targets: Pair<Target>,
  folder: string,
  ref: string,
): DescribedChange {
  const { cause, smallest, programs, laws } = change
  const { says, cite } = describeCause(cause, targets, change)
  const id = programId(smallest.program)
  return {
    kind: cause.kind,
    says,
    cite,
    programs,
    law: smallest.law,
    laws,
    program: id,
    ops: smallest.program.ops,
    outcomes: smallest.outcomes,
    clauses: [deciding(smallest.clauses[0]), deciding(smallest.clauses[1])],
    replay: `npx landlockstep replay ${folder}/smallest/${id}.json --kernel ${ref}${specsOption}`,
  }
}

/** What the two say of themselves differently and no change tells, in words. */
export function notShown(targets: Pair<Target>, changes: readonly Change[]): readonly string[] {
  const explained = new Set(changes.map(({ cause }) => JSON.stringify(cause)))
  return reportedDifferences(targets)
    .filter(cause => !explained.has(JSON.stringify(cause)))
    .map(cause => {
      const { says, cite } = describeCause(cause, targets, undefined)
      return `${says} (${cite})`
    })
}
