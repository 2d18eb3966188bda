/**
 * A kernel that complains ends there, so that its complaint is about the program that ran; where it cannot be told to, as with lockdep,
 * the executor ends it. A task that hangs is told of before the guest is given up, and code has the same addresses in each guest.
 */
export const strict = [
  'panic_on_warn=1',
  'oops=panic',
  'kasan.fault=panic',
  'hung_task_panic=1',
  'sysctl.kernel.hung_task_timeout_secs=20',
  'softlockup_panic=1',
  'sysctl.kernel.panic_on_rcu_stall=1',
  'nokaslr',
]
