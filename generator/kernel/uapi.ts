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
`

/** Writes TypeScript from the text of a landlock.h: its constants and structs, each with the ABI that brought it. */
export function uapi(text: string): string {
  const { flags, structs } = readHeader(text)
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  })
  const file = project.createSourceFile('landlock.ts', origin)
  const table = (name: string, doc: string, rows: readonly (readonly [string, Row])[]) =>
    file.addVariableStatement({
      isExported: true,
      docs: [doc],
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, initializer: `{\n${rows.map(line).join('\n')}\n} as const` }],
    })
  for (const [prefix, name, doc] of flagTables) {
    const key = prefix === 'RULE_' ? 'value' : 'bit'
    table(
      name,
      doc,
      (flags.get(prefix) ?? []).map(one => [one.name, { [key]: one.number, abi: one.abi }]),
    )
  }
  for (const [struct, name, doc] of structTables) {
    table(
      name,
      doc,
      (structs.get(struct) ?? []).map(({ name: field, ...row }) => [field, row]),
    )
  }
  file.formatText({ semicolons: ts.SemicolonPreference.Remove })
  return file.getFullText().replace(/\n+(?=\/\*\*)/g, '\n\n')
}

type Row = Readonly<Record<string, number>>

const line = ([name, row]: readonly [string, Row]): string =>
  `  ${name}: { ${Object.entries(row)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} },`
