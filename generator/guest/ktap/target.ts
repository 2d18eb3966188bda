import {
  type Behaviour,
  type Creation,
  type DesignName,
  designNames,
  type Feature,
  features,
  type Target,
} from '../../../specs/target.js'
import type { Outcome } from '../../../specs/trace.js'
import { ToolError } from '../../shared/error.js'
import { linesOf } from './lines.js'
import { outcomesOf } from './outcomes.js'

const behaviours: Readonly<Record<Behaviour, true>> = {
  flags_before_privilege: true,
  hook_by_right: true,
  fastopen_checked: true,
  early_mute: true,
  unspec_like_stack: true,
  mute_with_tsync: true,
}

/**
 * What the guest reported to be under test.
 * Errors: E_NO_LANDLOCK, which says why there is none; E_TARGET if the report is missing, cut or not to be understood.
 */
export function readTarget(text: string): Target {
  const facts = factsOf(text)
  return {
    abi: readAbi(valuesOf(facts, 'abi')[0]),
    errata: readErrata(valuesOf(facts, 'errata')[0]),
    behaviours: valuesOf(facts, 'behaviour').filter(isBehaviour),
    designs: valuesOf(facts, 'design').map(readDesign),
    lacks: Object.fromEntries(valuesOf(facts, 'lacks').map(readLack)),
    sockets: Object.fromEntries(valuesOf(facts, 'socket').map(readSocket)),
  }
}

/** The kernel release that the guest reported, as of `uname -r`, or null. */
export function readRelease(text: string): string | null {
  return valuesOf(linesOf(text).flatMap(factOf), 'release')[0] ?? null
}

type Fact = { readonly name: string; readonly value: string }

/** The facts of the first report that came to its end. */
function factsOf(text: string): readonly Fact[] {
  const facts = linesOf(text).flatMap(factOf)
  for (const abi of valuesOf(facts, 'abi')) readAbi(abi)
  const end = facts.findIndex(({ name }) => name === 'end')
  const start = facts.slice(0, Math.max(end, 0)).findLastIndex(({ name }) => name === 'abi')
  if (start >= 0) return facts.slice(start, end)
  const why = /^Bail out! (.*?)\r?$/m.exec(text)?.[1] ?? 'console.log in its folder shows how far it came.'
  throw new ToolError('E_TARGET', `The guest did not come to the end of reporting what it is: ${why}`, {
    output: text.slice(-2_000),
  })
}

function factOf(line: string): readonly Fact[] {
  const [, name, value = ''] = /^# target (\w+)(?: (.*))?$/.exec(line) ?? []
  return name === undefined ? [] : [{ name, value }]
}

const valuesOf = (facts: readonly Fact[], name: string): readonly string[] =>
  facts.filter(fact => fact.name === name).map(({ value }) => value)

function readAbi(value = ''): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new ToolError('E_NO_LANDLOCK', whyNone(value))
}

function whyNone(answer: string): string {
  switch (answer) {
    case 'ENOSYS':
      return 'Landlock is not built into this kernel: set CONFIG_SECURITY_LANDLOCK=y, or name another kernel by --kernel.'
    case 'EOPNOTSUPP':
      return 'Landlock is built into this kernel but off at boot: put landlock into the `lsm=` kernel parameter or into CONFIG_LSM.'
    default:
      return `Landlock cannot be asked for its version (${answer}): something such as a seccomp filter keeps us from it; use a kernel in QEMU by --kernel.`
  }
}

function readErrata(value = 'none'): number | null {
  if (value === 'none') return null
  if (/^\d+$/.test(value)) return Number(value)
  throw notUnderstood(`errata ${value}`)
}

const isBehaviour = (name: string): name is Behaviour => Object.hasOwn(behaviours, name)

function readDesign(name: string): DesignName {
  const design = designNames.find(one => one === name)
  if (design === undefined) throw notUnderstood(`design ${name}`)
  return design
}

const isFeature = (name = ''): name is Feature => features.some(feature => feature === name)

function readLack(value: string): readonly [Feature, string] {
  const [feature, refused = ''] = value.split(' ')
  if (!isFeature(feature) || !/^(E|SIG)\w+$/.test(refused)) throw notUnderstood(`lacks ${value}`)
  return [feature, refused]
}

function readSocket(value: string): readonly [string, Creation] {
  const [, key, answers = ''] = /^(\d+:\d+:\d+) (.*)$/.exec(value) ?? []
  const [root, dropped, more]: readonly (Outcome | undefined)[] = outcomesOf(answers) ?? []
  if (key === undefined || root === undefined || dropped === undefined || more !== undefined)
    throw notUnderstood(`socket ${value}`)
  return [key, { root, dropped }]
}

const notUnderstood = (fact: string): ToolError =>
  new ToolError(
    'E_TARGET',
    `The guest reported "${fact}", which makes no sense here; run it again, or report it as a bug.`,
  )
