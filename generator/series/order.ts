import type { SavedIn } from '../judge/read-run.js'
import type { KernelResult, ResultFinding } from '../judge/result.js'
import type { TreeBuild } from '../kernel/tree/kernel.js'
import type { Warnings } from '../kernel/tree/warnings.js'
import type { Workspace } from '../kernel/tree/workspace.js'
import type { JudgePolicy } from '../run/means.js'
import type { Choice } from '../suite/draw.js'

/** How the commits of a series are judged, and where what they leave goes. */
export type StepOrder = {
  readonly workspace: Workspace
  readonly how: TreeBuild
  readonly choice: Choice
  readonly policy: JudgePolicy
  readonly part: string
  readonly folder: string
}

/** One commit to judge. */
export type CommitOrder = StepOrder & {
  readonly number: number
  readonly commit: string
  readonly ref: string
  readonly scratch: string
}

/** A commit that was judged, by which its child is. */
export type Parent = {
  readonly ref: string
  readonly sha256: string
  readonly warnings: Warnings
  readonly run: SavedIn
  readonly result: KernelResult
  readonly findings: readonly ResultFinding[]
}
