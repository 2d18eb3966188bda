import type { Clause } from '../clause.js'

const task = 'security/landlock/task.c'
const rst = 'Documentation/userspace-api/landlock.rst'

/** Signals: who may send them, and whether they arrive. */
export const signalClauses = {
  'witness.kill': {
    says: 'Without a signal scope, signals to a process of the same user pass.',
    cite: `kill(2); ${task}: hook_task_kill()`,
  },
  'signal.scoped': {
    says: 'A domain with the signal scope sends no signal to a process outside of it: EPERM.',
    cite: `${rst}: "IPC scoping"; ${task}: hook_task_kill()`,
  },
  'signal.own-process': {
    says: 'Threads of one process signal each other, whatever their domains are.',
    cite: `security/landlock/errata/abi-6.h; ${task}: hook_task_kill(), same_thread_group()`,
  },
  'signal.taken': {
    says: 'A signal that was sent and is blocked waits, once, for the thread that it was sent to or for any of the process.',
    cite: 'signal(7); kernel/signal.c: __send_signal_locked(), legacy_queue(), dequeue_signal()',
  },
  'signal.owner': {
    says: 'Anybody may name an owner for the signals of a socket; that it may be signalled is judged when there is one.',
    cite: 'fcntl(2), F_SETOWN; security/landlock/fs.c: hook_file_set_fowner(); security/landlock/task.c: hook_file_send_sigiotask()',
  },
  'signal.none': {
    says: 'A signal that was not sent, or was denied, does not come.',
    cite: 'sigtimedwait(2); kernel/signal.c: check_kill_permission()',
  },
} as const satisfies Readonly<Record<string, Clause>>
