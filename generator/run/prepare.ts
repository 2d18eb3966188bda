import { archsOf } from '../kernel/ref.js'
import { defaultRef } from '../kernel/resolve.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingForSelftests, missingTools } from '../shared/setup.js'

/** The kernel that is meant when none is named. */
export const defaultKernel = (progress: Progress): Promise<string> => defaultRef(progress)

/** Sets up what the machine lacks for kernels. Errors: E_USAGE for what names none; E_MISSING with the command to type where we may not. */
export const prepare = async (progress: Progress, refs: readonly string[] = []): Promise<void> =>
  installTools(await missingTools(refs.length === 0 ? undefined : archsOf(refs)), progress)

/** Sets up what the machine lacks to run upstream's own tests. Error: E_MISSING with the command to type where we may not. */
export const prepareSelftests = async (progress: Progress): Promise<void> =>
  installTools(await missingForSelftests(), progress)
