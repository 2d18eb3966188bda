import { defaultRef } from '../kernel/resolve.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingTools } from '../shared/setup.js'

/** The kernel that is meant when none is named. */
export const defaultKernel = (progress: Progress): Promise<string> => defaultRef(progress)

/** Sets up what the machine lacks. Error: E_MISSING with the command to type where we may not. */
export const prepare = async (progress: Progress): Promise<void> =>
  installTools(await missingTools(), progress)
