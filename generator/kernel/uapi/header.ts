import { ToolError } from '../../shared/error.js'
import { abiOf } from './abi.js'

/** A named number of the header: a bit number of a mask or a plain value, and the ABI that brought it. */
type HeaderConstant = { readonly name: string; readonly number: number; readonly abi: number }

/** A field of a struct: where it lies in bytes, and the ABI that brought it. */
type StructField = {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly abi: number
}

/** What landlock.h declares: constants by the prefix of their names, structs by theirs. */
type Header = {
  readonly flags: ReadonlyMap<string, readonly HeaderConstant[]>
  readonly structs: ReadonlyMap<string, readonly StructField[]>
}

/** The prefixes of the header's constants, without `LANDLOCK_`; RULE_ are the values of the enum. */
export const prefixes = [
  'ACCESS_FS_',
  'ACCESS_NET_',
  'SCOPE_',
  'CREATE_RULESET_',
  'ADD_RULE_',
  'RESTRICT_SELF_',
  'RULE_',
] as const

const sizes: Readonly<Record<string, number>> = { __u64: 8, __s64: 8, __u32: 4, __s32: 4, __u16: 2, __u8: 1 }

/** Reads the text of a landlock.h; whatever it declares must be understood whole, else E_HEADER says what is not. */
export function readHeader(text: string): Header {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
  const constants = [...defines(code), ...enumerators(code)]
  if (constants.length === 0)
    throw new ToolError('E_HEADER', 'The file declares no LANDLOCK_ constant: give the path of a landlock.h.')
  const byPrefix = (prefix: string): readonly HeaderConstant[] =>
    constants.flatMap(one => (prefixOf(one.name) === prefix ? { ...one, name: strip(one.name, prefix) } : []))
  return {
    flags: new Map(prefixes.map(prefix => [prefix, byPrefix(prefix)])),
    structs: new Map([...code.matchAll(/struct landlock_(\w+)\s*\{([^}]*)\}/g)].map(struct)),
  }
}

function* defines(code: string): Generator<HeaderConstant> {
  for (const [, name = '', value = ''] of code.matchAll(/^#define[ \t]+LANDLOCK_(\w+)[ \t]+(.+?)[ \t]*$/gm)) {
    const bit = /^\(1U(?:LL)? << (\d+)\)$/.exec(value)?.[1]
    if (bit === undefined)
      throw unknown(`LANDLOCK_${name} ${value}`, 'teach generator/kernel/uapi/header.ts its form')
    yield { name, number: Number(bit), abi: knownAbi(name, `LANDLOCK_${name}`) }
  }
}

function* enumerators(code: string): Generator<HeaderConstant> {
  for (const [, body = ''] of code.matchAll(/enum landlock_\w+\s*\{([^}]*)\}/g)) {
    let next = 0
    for (const item of body.split(',').flatMap(part => part.trim() || [])) {
      const [, name, value] = /^LANDLOCK_(\w+)(?:\s*=\s*(\d+))?$/.exec(item) ?? []
      if (name === undefined) throw unknown(item, 'teach generator/kernel/uapi/header.ts its form')
      const number = value === undefined ? next : Number(value)
      next = number + 1
      yield { name, number, abi: knownAbi(name, `LANDLOCK_${name}`) }
    }
  }
}

function struct([, name = '', body = '']: RegExpExecArray): readonly [string, readonly StructField[]] {
  const fields: StructField[] = []
  let offset = 0
  for (const item of body.split(';').flatMap(part => part.trim() || [])) {
    const [, type = '', field = ''] = /^(\w+)\s+(\w+)$/.exec(item) ?? []
    const size = sizes[type]
    if (size === undefined)
      throw unknown(`struct landlock_${name}: ${item}`, 'teach generator/kernel/uapi/header.ts its type')
    fields.push({
      name: field,
      offset,
      size,
      abi: knownAbi(`${name}.${field}`, `struct landlock_${name}.${field}`),
    })
    offset += size
  }
  return [name, fields]
}

function knownAbi(key: string, whole: string): number {
  const abi = abiOf.get(key)
  if (abi === undefined)
    throw unknown(whole, 'add it to generator/kernel/uapi/abi.ts with the ABI that brought it')
  return abi
}

function prefixOf(name: string): string {
  const prefix = prefixes.find(one => name.startsWith(one))
  if (prefix === undefined)
    throw unknown(`LANDLOCK_${name}`, 'add its prefix to generator/kernel/uapi/header.ts')
  return prefix
}

const strip = (name: string, prefix: string): string => name.slice(prefix.length).toLowerCase()

const unknown = (what: string, next: string): ToolError =>
  new ToolError('E_HEADER', `landlock.h has ${what}, which the reader does not know: ${next}.`)
