import type { SourceFile } from '../../../shared/folders.js'

/** What stands in front of a value that may be of several kinds: each list is an enum of the executor, in order. */
export const forms = {
  address_form: [
    'NO_ADDRESS',
    'IPV4',
    'IPV6',
    'NAMELESS',
    'ABSTRACT',
    'PATHNAME',
    'VSOCK',
    'PACKETS',
    'ALG_HASH',
  ],
  port_form: ['BY_NUMBER', 'BY_LETTER', 'OF_SOCKET'],
  attr_form: ['NULL_POINTER', 'UNMAPPED', 'OWN'],
  rule_form: ['NULL_RULE', 'UNMAPPED_RULE', 'NET_PORT', 'PATH_BENEATH', 'SOCKET', 'SOCKET_V4'],
  parent: ['DIRECTORY', 'NO_PARENT', 'RULESET_ITSELF', 'PATH'],
} as const

type Forms = typeof forms

/** The number of a form on the wire. */
export const formOf = <K extends keyof Forms>(kind: K, name: Forms[K][number]): number => {
  const names: readonly string[] = forms[kind]
  return names.indexOf(name)
}

/** What stands in place of the slot of a ruleset. */
export const noRuleset = { none: -1, foreign: -2, noDescriptor: -3 } as const

const enums = Object.entries(forms).map(
  ([name, list]) => `enum ${name} {\n${list.map(one => `\t${one},\n`).join('')}};\n`,
)

/** The same as C. */
export const formsHeader = (hosts: readonly string[]): SourceFile => ({
  path: 'forms.h',
  content: [
    '/* SPDX-License-Identifier: GPL-2.0 OR MIT */',
    '/* Rendered from generator/suite/render/wire/forms.ts. */',
    '#ifndef FORMS_H\n#define FORMS_H\n',
    ...enums,
    `enum ruleset_form {\n\tNO_RULESET = ${noRuleset.none},\n\tFOREIGN = ${noRuleset.foreign},\n\tNO_DESCRIPTOR = ${noRuleset.noDescriptor},\n};\n`,
    `static const char *const hosts[] = { ${hosts.map(host => JSON.stringify(host)).join(', ')} };\n`,
    '#endif\n',
  ].join('\n'),
})
