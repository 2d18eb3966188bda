import { IndentationText, Project, QuoteKind, ts, VariableDeclarationKind } from 'ts-morph'
import { readHeader } from './uapi/header.js'

const flagTables = [
  ['ACCESS_FS_', 'fsRights', 'Rights of the file system (LANDLOCK_ACCESS_FS_*), by bit.'],
  ['ACCESS_NET_', 'netRights', 'Rights of the network (LANDLOCK_ACCESS_NET_*), by bit.'],
  [
    'SCOPE_',
    'scopes',
    'What a domain can be kept from reaching outside of itself (LANDLOCK_SCOPE_*), by bit.',
  ],
  ['CREATE_RULESET_', 'createRulesetFlags', 'Flags of landlock_create_ruleset(2), by bit.'],
  ['ADD_RULE_', 'addRuleFlags', 'Flags of landlock_add_rule(2), by bit.'],
  ['RESTRICT_SELF_', 'restrictSelfFlags', 'Flags of landlock_restrict_self(2), by bit.'],
  ['RULE_', 'ruleTypes', 'What a rule is about (enum landlock_rule_type), by value.'],
] as const

const structTables = [
  ['ruleset_attr', 'rulesetAttr', 'struct landlock_ruleset_attr: offsets and sizes in bytes.'],
  [
    'path_beneath_attr',
    'pathBeneathAttr',
    'struct landlock_path_beneath_attr, packed: offsets and sizes in bytes.',
  ],
  ['net_port_attr', 'netPortAttr', 'struct landlock_net_port_attr: offsets and sizes in bytes.'],
] as const

const origin = `// Written by \`landlockstep uapi <landlock.h>\` from the header of the newest ABI; to change it, run that again.
// \`abi\` is the ABI that brought the constant or the field.
import { addedRights } from '../added/rights.js'
`

/** The table that rights from elsewhere may come into. */
const open: string = 'netRights'

type UapiRow = Readonly<Record<string, number>>

/** The constants and structs of a header: rows of numbers by their names, in tables that are called as specs/uapi exports them. */
export type Tables = Readonly<Record<string, Readonly<Record<string, UapiRow>>>>

/** Reads the text of a landlock.h. Error: E_HEADER. */
export function tablesOf(text: string): Tables {
  const { flags, structs } = readHeader(text)
  const ofFlags = flagTables.map(([prefix, name]) => {
    const key = prefix === 'RULE_' ? 'value' : 'bit'
    const rows = (flags.get(prefix) ?? []).map(
      one => [one.name, { [key]: one.number, abi: one.abi }] as const,
    )
    return [name, Object.fromEntries(rows)] as const
  })
  const ofStructs = structTables.map(([struct, name]) => {
    const rows = (structs.get(struct) ?? []).map(({ name: field, ...row }) => [field, row] as const)
    return [name, Object.fromEntries(rows)] as const
  })
  return Object.fromEntries([...ofFlags, ...ofStructs])
}

/** What one header has that another lacks or has with other numbers, in words: what user space was once promised stays. */
export function losses(before: Tables, after: Tables): readonly string[] {
  return Object.entries(before).flatMap(([table, rows]) =>
    Object.entries(rows).flatMap(([name, row]) => {
      const now = after[table]?.[name]
      if (now === undefined) return [`${table}.${name} is missing`]
      const changed = Object.entries(row).find(([key, value]) => now[key] !== value)
      return changed === undefined
        ? []
        : [`${table}.${name} has ${changed[0]} ${now[changed[0]]}, not ${changed[1]}`]
    }),
  )
}

/** Writes TypeScript from the text of a landlock.h: its constants and structs, each with the ABI that brought it. */
export function uapi(text: string): string {
  const tables = tablesOf(text)
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  })
  const file = project.createSourceFile('landlock.ts', origin)
  for (const [, name, doc] of [...flagTables, ...structTables]) {
    const rows = [
      ...Object.entries(tables[name] ?? {}).map(line),
      ...(name === open ? ['  ...addedRights,'] : []),
    ]
    file.addVariableStatement({
      isExported: true,
      docs: [doc],
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, initializer: `{\n${rows.join('\n')}\n} as const` }],
    })
  }
  file.formatText({ semicolons: ts.SemicolonPreference.Remove })
  return file.getFullText().replace(/\n+(?=\/\*\*)/g, '\n\n')
}

const line = ([name, row]: readonly [string, UapiRow]): string =>
  `  ${name}: { ${Object.entries(row)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} },`
