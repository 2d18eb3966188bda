import { socketRights } from '../../../specs/designs/uapi.js'
import type { SourceFile } from '../../shared/folders.js'
import { lawStub } from './law.js'

/** The first files of a design: its right, what it says to calls, a law, and a page of its decisions. `before` is how many designs the folder has by now. */
export function firstDesign(name: string, before: number): readonly SourceFile[] {
  const right = name.replaceAll('-', '_')
  const law = `${name}-needs-the-right`
  const bit = Object.keys(socketRights).length + before
  return [
    { path: `designs/${name}/design.ts`, content: design(name, right, bit) },
    { path: `designs/${name}/README.md`, content: page(name, right, bit) },
    { path: `calls/${name}.ts`, content: judge(name, right) },
    {
      path: `designs/${name}/laws/${law}.ts`,
      content: lawStub({
        name: law,
        up: '../../..',
        claim: `Not written yet: say here in a sentence what must hold where ${right} is handled.`,
        imports: [
          "import { domain, freshPort } from '../../../arbitrary/draw.js'",
          "import { at, bind, program, tcp } from '../../../arbitrary/ops.js'",
          "import { having, socketLayer } from '../../../designs/ops.js'",
        ],
        applies: `having('${name}')`,
        ops: [`socketLayer(target, 0, ['${right}'])`, 'tcp(0, domain)', 'bind(0, at(port, domain))'],
      }),
    },
  ]
}

const design = (
  name: string,
  right: string,
  bit: number,
): string => `import type { Clause } from '../../clause.js'

/** The rights of sockets that it proposes: their bits in handled_access_socket. */
export const rights = {
  ${right}: { bit: ${bit}, designs: ['${name}'] },
} as const

/** By what the model decides about them. */
export const clauses = {
  '${name}.denied': {
    says: 'Say here in a sentence what is denied, and with which errno.',
    cite: 'specs/designs/${name}/README.md: "When it is judged"',
  },
} as const satisfies Readonly<Record<string, Clause>>
`

const judge = (
  name: string,
  right: string,
): string => `import { judgeKind, kindOf } from '../designs/judge.js'
import type { CallJudge } from '../model/judged-call.js'

/** What the design says to a call, before the port rights and the stack are asked; null leaves it to them. */
export const judge: CallJudge = judged => {
  // The call for which it is asked; 'socket' is the making of one.
  if (judged.call !== 'bind') return null
  const verdict = judgeKind(judged.layers, '${right}', kindOf(judged.socket), '${name}.denied')
  return verdict && { errno: 'EACCES', ...verdict }
}
`

const page = (name: string, right: string, bit: number): string => `# ${name}

\`LANDLOCK_ACCESS_SOCKET_${right.toUpperCase()}\`, bit ${bit} of \`handled_access_socket\`.

## What it judges
Not written yet.

## When it is judged
Not written yet.

## What is left open
Not written yet.
`
