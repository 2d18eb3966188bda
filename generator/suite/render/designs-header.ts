import { addedRights } from '../../../specs/added/rights.js'
import { ruleTypeNumber, socketRights, socketRuleTypes } from '../../../specs/designs/uapi.js'
import { namesOf } from '../../../specs/names-of.js'
import type { NetRight } from '../../../specs/right.js'
import { rulesetAttr } from '../../../specs/uapi/landlock.js'
import type { SourceFile } from '../../shared/folders.js'
import { forSuite } from '../../shared/preprocess.js'
import type { Base } from './attr-struct.js'

const rights = Object.entries(socketRights)
  .map(([name, { bit }]) => `#define LANDLOCK_ACCESS_SOCKET_${name.toUpperCase()} (1ULL << ${bit})\n`)
  .join('')

/** What no landlock.h has yet, unless it is that of the kernel under test. */
const added = Object.entries<NetRight>(addedRights)
  .map(([name, { bit }]) => ({ name: `LANDLOCK_ACCESS_NET_${name.toUpperCase()}`, bit }))
  .map(({ name, bit }) => `#ifndef ${name}\n#define ${name} (1ULL << ${bit})\n#endif\n`)
  .join('')

const typesOf = (base: Base): string =>
  namesOf(socketRuleTypes)
    .map(name => `#define LANDLOCK_RULE_${name.toUpperCase()} ${ruleTypeNumber(name, base)}\n`)
    .join('')

/** The fields that the ABI has, in their order. */
const fieldsOf = ({ abi }: Base): string =>
  Object.entries(rulesetAttr)
    .filter(([, field]) => field.abi <= abi)
    .map(([name]) => `\tuint64_t ${name};\n`)
    .join('')

/** The header of what the designs propose: the field that they share stands behind those that the kernel under test has. */
export const designsHeader = (base: Base): SourceFile => ({
  path: 'landlock_designs.h',
  content: forSuite(designsText(base)),
})

/** The same with its conditions, from which one program takes what it needs. */
export const designsText = (base: Base): string => `/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What is proposed for sockets and not merged. The designs share one field,
 * which stands behind those of ABI ${base.abi}.
 */
#ifndef LANDLOCK_DESIGNS_H
#define LANDLOCK_DESIGNS_H

#include <stdint.h>

#if NEED(landlock_designs_attr)
struct landlock_designs_attr {
${fieldsOf(base)}\tuint64_t handled_access_socket;
};
#endif

${typesOf(base)}
${rights}${added}
/* Without a name, which the header of a kernel with a design has. */
#define socket_attr(access, of_domain, of_type) \\
\t(&(const struct {                       \\
\t\tuint64_t allowed_access;        \\
\t\tint domain;                     \\
\t\tint type;                       \\
\t}){                                     \\
\t\t.allowed_access = (access),     \\
\t\t.domain = (of_domain),          \\
\t\t.type = (of_type),              \\
\t})

/* As type or protocol, -1 stands for any. */
#define socket_v4_attr(access, of_family, of_type, of_protocol) \\
\t(&(const struct {                                       \\
\t\tuint64_t allowed_access;                        \\
\t\tint family;                                     \\
\t\tint type;                                       \\
\t\tint protocol;                                   \\
\t} __attribute__((packed))){                             \\
\t\t.allowed_access = (access),                     \\
\t\t.family = (of_family),                          \\
\t\t.type = (of_type),                              \\
\t\t.protocol = (of_protocol),                      \\
\t})

#endif
`
