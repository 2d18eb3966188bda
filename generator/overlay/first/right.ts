import { newestAbi } from '../../../specs/additions.js'
import { rights } from '../../../specs/rights.js'
import type { SourceFile } from '../../shared/folders.js'
import { lawStub } from './law.js'

/** The first files of a right of the network: its row, what it says to calls, and a law. `before` is how many rights the folder has by now. */
export function firstRight(name: string, before: number): readonly SourceFile[] {
  const law = `${name.replaceAll('_', '-')}-needs-the-right`
  return [
    { path: `rights/${name}.ts`, content: row(name, Object.keys(rights).length + before) },
    { path: `calls/${name}.ts`, content: judge(name) },
    {
      path: `laws/${law}.ts`,
      content: lawStub({
        name: law,
        up: '..',
        claim: `Not written yet: say here in a sentence what must hold where ${name} is handled.`,
        imports: [
          "import { domain, freshPort } from '../arbitrary/draw.js'",
          "import { at, bind, layer, program, tcp } from '../arbitrary/ops.js'",
          "import { rights } from '../rights.js'",
        ],
        applies: `target => has(target, rights.${name})`,
        ops: [
          `layer(target, 0, ['${name}'], [{ allow: ['${name}'], port: 'c' }])`,
          'tcp(0, domain)',
          'bind(0, at(port, domain))',
        ],
      }).replace(
        "import { withOutcome } from '../wrong.js'",
        "import { has } from '../target.js'\nimport { withOutcome } from '../wrong.js'",
      ),
    },
  ]
}

const row = (name: string, bit: number): string => `import type { Clause } from '../clause.js'
import type { NetRight } from '../right.js'

/** LANDLOCK_ACCESS_NET_${name.toUpperCase()}: say here what it is about. */
export const right = {
  // As landlock.h has it, and the ABI that brings it.
  bit: ${bit},
  abi: ${newestAbi + 1},
  // Of which sockets, and by which calls with an address it is judged: 'bind', 'connect', 'send'. The model does the rest.
  // It has none where calls/${name}.ts says which calls it judges.
  transport: 'tcp',
  acts: [],
  cite: 'security/landlock/net.c: say here which function',
} as const satisfies NetRight

/** By what the model decides about it. */
export const clauses = {
  '${name}.denied': {
    says: 'Say here in a sentence what is denied, and with which errno.',
    cite: 'security/landlock/net.c: say here which function',
  },
} as const satisfies Readonly<Record<string, Clause>>
`

const judge = (name: string): string => `import { judgePort } from '../added/judge-port.js'
import type { CallJudge } from '../model/judged-call.js'
import { netBit } from '../model/rights.js'

/** What the right says to a call, before the stack is asked; null leaves it to that. It is of no use if rights/${name}.ts has acts: then remove it. */
export const judge: CallJudge = judged => {
  // The call, and the sockets, for which it is asked.
  if (judged.call !== 'listen' || judged.socket.transport !== 'tcp') return null
  const port = judged.socket.local?.port ?? 0
  return judgePort(judged.layers, { access: netBit('${name}'), port, clause: '${name}.denied', about: [] })
}
`
