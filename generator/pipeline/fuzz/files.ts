import type { Target } from '../../../specs/target.js'
import { writeJson } from '../../codec.js'
import type { SourceFile } from '../../suite.js'
import { single, suiteFiles } from '../suite.js'
import type { Finding } from './finding.js'

/** What is left of a finding: its program, the same as a kselftest with what the model allows, and the kernel's last words. */
export const findingFiles = ({ test, console }: Finding, target: Target): readonly SourceFile[] => [
  { path: 'program.json', content: writeJson(test.program) },
  ...suiteFiles(single(target, test.program, 'program.json')).map(({ path, content }) => ({
    path: `kselftest/${path}`,
    content,
  })),
  ...(console === '' ? [] : [{ path: 'console.log', content: console }]),
]
