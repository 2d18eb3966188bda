/** A name with dashes or underscores as an export is called: `denial-is-final` is `denialIsFinal`. */
const camel = (name: string): string =>
  name.replace(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** What a stub of a law is about: from where its imports are, and what it says beside its parts. */
type LawStub = {
  readonly name: string
  /** The path from the law up to the specs: `..`. */
  readonly up: string
  readonly claim: string
  /** Further imports, sorted in as they come. */
  readonly imports?: readonly string[]
  readonly applies?: string
  /** The ops of its program. */
  readonly ops: readonly string[]
}

/** A law that compiles, has a program, and stays without a verdict until somebody says what must hold. */
export const lawStub = ({ name, up, claim, imports = [], applies, ops }: LawStub): string =>
  [
    "import fc from 'fast-check'",
    ...imports,
    `import { notWritten, type Spec } from '${up}/spec.js'`,
    `import { withOutcome } from '${up}/wrong.js'`,
    '',
    `/** ${claim} */`,
    `export const ${camel(name)}: Spec = {`,
    `  name: '${name}',`,
    ...(applies === undefined ? [] : [`  applies: ${applies},`]),
    '  // The programs on which it speaks; specs/arbitrary has the parts to draw them from.',
    '  programs: target =>',
    '    fc.record({ port: freshPort(), domain: domain() }).map(({ port, domain }) =>',
    '      program(',
    ...ops.map(op => `        ${op},`),
    '      ),',
    '    ),',
    "  // What must hold of every trace, the model's as well as a kernel's, such as",
    "  // trace => lastOf(trace, 'bind') === 'EACCES', with lastOf of trace.ts.",
    '  holds: notWritten,',
    '  // A wrong model on which it must fail, or it says nothing.',
    "  refutedBy: withOutcome('OK', op => op.kind === 'bind'),",
    '}',
    '',
  ].join('\n')

/** A law about what is there already. */
export const firstLaw = (name: string): string =>
  lawStub({
    name,
    up: '..',
    claim: 'Not written yet: say here in a sentence what must hold.',
    imports: [
      "import { domain, freshPort } from '../arbitrary/draw.js'",
      "import { at, bind, layer, program, rightsOf, tcp } from '../arbitrary/ops.js'",
    ],
    ops: ['layer(target, 0, rightsOf(target))', 'tcp(0, domain)', 'bind(0, at(port, domain))'],
  })
