import type { Op } from '../program.js'
import { descriptions } from './all.js'
import type { NamedField } from './field.js'
import { fieldsOf, fill } from './op.js'

/** An op as text: its template with each field as it stands in a call or in a sentence; what is absent is said by nothing. */
function textOf(op: Op, how: 'call' | 'says'): string {
  const description = descriptions[op.kind]
  const fields = fieldsOf(description)
  return fill(`${description[how](op)}{route}{at_once}`, name => {
    const value: unknown = Reflect.get(op, name)
    const field: NamedField | undefined = fields[name]
    return value === undefined ? '' : (field?.[how](value) ?? '')
  })
}

/** An op as a call, on one line: `bind(socket 0, 127.0.0.1:80)`; another actor than the first stands before it. */
export const describe = (op: Op): string =>
  `${op.actor === undefined || op.actor === 0 ? '' : `actor ${op.actor}: `}${textOf(op, 'call')}`

/** What a step does, as a sentence in the third person; in a program of several actors it says who does it. */
export function sentenceOf(op: Op, hasActors: boolean): string {
  const words = hasActors ? `actor ${op.actor ?? 0} ${textOf(op, 'says')}` : textOf(op, 'says')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
