/** What exits when we could not do it, or were not told well what to do. */
export const exitTool = 2

/** Who started us may want another code for a difference than 1, which Node also exits with when it fails by itself. */
const divergeCode = Number.parseInt(process.env.LANDLOCKSTEP_DIVERGE ?? '', 10) || 1
delete process.env.LANDLOCKSTEP_DIVERGE

/** Where a launcher waits for us, what is flaky has another code, too. */
const flakyCode = divergeCode + 2

/** Whether a launcher waits for us, which passes signals on and ends when we do. */
export const isLaunched = divergeCode !== 1

/** Before other code of ours takes over in this process: it has an exit code of its own to earn, and overrules ours. */
export function handOver(): void {
  if (isLaunched) process.env.LANDLOCKSTEP_DIVERGE = String(divergeCode)
}

let code: number

/** Sets the exit code. Until then, and after whatever nobody catches, it is that of our own failure: a verdict has to be earned. */
export function exitWith(verdict: number): void {
  code = verdict
  process.exitCode = verdict
}

/** Ends at once with what was earned, for what has connections that nobody closes any more. */
export function leaveWith(verdict: number): never {
  exitWith(verdict)
  process.exit()
}

exitWith(exitTool)
process.on('uncaughtExceptionMonitor', () => exitWith(exitTool))
process.on('exit', given => {
  const earned = given === code ? code : exitTool
  process.exitCode = earned === 1 ? divergeCode : earned === 3 ? flakyCode : earned
})

// Nobody hears us any more, or the disk is full: what is not told is no verdict.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    exitWith(exitTool)
    process.exit()
  })
}
