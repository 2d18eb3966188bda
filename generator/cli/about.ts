/** What the program is, in a sentence. */
export const about = "Kernel and model in lockstep: is a kernel's Landlock what the specs say?"

/** What it does without a command, and what it exits with. */
export const endings =
  'Without a command, run. Exit codes: 0 agree, 1 diverge, 2 no verdict, or a tool or usage error, 3 flaky.'
