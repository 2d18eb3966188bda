import type { Clause } from '../../clause.js'

const use =
  'Mickaël Salaün on the Landlock list, 26 June 2023: "use: walk through all opened FDs and mark them as allowed or denied"; specs/designs/socket-fd/README.md: "No mark on the open file"'

const used = (call: string): Clause => ({
  says: `A socket that was opened outside of the sandbox, of a kind that no rule allows to use, is EACCES at ${call}.`,
  cite: use,
})

/** What `socket-fd` decides. */
export const socketFdClauses = {
  'socket-fd.use-bind': used('bind'),
  'socket-fd.use-listen': used('listen'),
  'socket-fd.use-accept': used('accept'),
  'socket-fd.use-connect': used('connect'),
  'socket-fd.use-send': used('any send'),
  'socket-fd.use-recv': used('any receive'),
  'socket-fd.use-shutdown': used('shutdown'),
  'socket-fd.use-setsockopt': used('setsockopt'),
  'socket-fd.use-getsockopt': used('getsockopt'),
  'socket-fd.use-getsockname': used('getsockname'),
  'socket-fd.use-getpeername': used('getpeername'),
  'socket-fd.receive-message': {
    says: 'A socket that no rule allows to receive is taken out of its message, which arrives with MSG_CTRUNC.',
    cite: 'Mickaël Salaün on the Landlock list, 26 June 2023: "receive: hook on received FDs"; net/core/scm.c: scm_detach_fds()',
  },
  'socket-fd.receive-taking': {
    says: 'A socket that no rule allows to receive is not taken out of another process.',
    cite: 'Mickaël Salaün on the Landlock list, 26 June 2023: "receive: hook on received FDs"; fs/file.c: receive_fd()',
  },
  'socket-fd.send': {
    says: 'A message with a socket that no rule allows to send is not sent.',
    cite: 'Mickaël Salaün on the Landlock list, 26 June 2023: "send: hook on sent FDs"',
  },
} as const satisfies Readonly<Record<string, Clause>>
