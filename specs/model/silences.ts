type SilenceWords = { readonly says: string; readonly cite: string; readonly misfit?: true }

/**
 * Where the model says nothing: what it would have to know, and where that stands. Programs that come there are not generated. A `misfit` is a call that
 * a program cannot make there, so that the program is at fault and not the model.
 */
export const silences = {
  'actor.none': {
    says: 'Nobody of that number was forked, or one of it was before.',
    cite: 'specs/ops/sockets.ts: fork',
    misfit: true,
  },
  'group.none': {
    says: 'These do not begin at the same time: two are by one process, or one is no plain system call.',
    cite: 'specs/ops/at-once.ts: groupFault()',
    misfit: true,
  },
  'group.logged': {
    says: 'What is logged of calls that begin at the same time stands in whatever order.',
    cite: 'kernel/audit.c: audit_log_end(); kernel/trace/ring_buffer.c: a buffer for each processor',
  },
  'group.unlocked': {
    says: 'Two calls on one socket that are not done one after the other: of datagrams any, of a stream one that waits. Or two that listen on one port. Each sees what the other has done by then.',
    cite: 'net/ipv6/udp.c: udpv6_sendmsg() beside net/ipv6/datagram.c: ip6_datagram_connect(); net/ipv4/af_inet.c: inet_wait_for_connect(), release_sock(); net/ipv4/inet_connection_sock.c: inet_csk_listen_start()',
  },
  'port.none': {
    says: 'The port is that of a socket which has none, or of which the model does not know it.',
    cite: 'specs/model/ports.ts: namesNoPort()',
    misfit: true,
  },
  'socket.unasked': {
    says: 'The kernel was not asked whether it opens this kind of socket.',
    cite: 'templates/guest/creations.c',
    misfit: true,
  },
  'socket.capability': {
    says: 'Whether this kind of socket opens without all capabilities was not asked.',
    cite: 'templates/guest/creations.c',
  },
  'socketpair.family': {
    says: 'What a pair of sockets of this family, type or protocol gives was not asked.',
    cite: 'net/socket.c: __sys_socketpair()',
  },
  'socket.unsettled': {
    says: 'How a connection of this socket ended, or what its other end did, takes the kernel a moment.',
    cite: 'io_uring/net.c: io_connect(); net/mptcp/protocol.c: mptcp_worker()',
  },
  'listen.refused': {
    says: 'It changed its family, or is in repair mode: what it does as a listener is not told by that.',
    cite: 'net/ipv6/ipv6_sockglue.c: IPV6_ADDRFORM; net/ipv4/tcp.c: do_tcp_setsockopt(), TCP_REPAIR',
  },
  'port.spent': {
    says: 'The port is one of a connection that ended, which the kernel holds for a while, or of an inner socket.',
    cite: 'net/ipv4/tcp_minisocks.c: tcp_time_wait(); net/smc/af_smc.c',
  },
  'port.perhaps-taken': {
    says: 'Another socket gave the port back, or is about to.',
    cite: 'net/ipv4/inet_hashtables.c: inet_put_port()',
  },
  'port.narrowed': {
    says: 'A UDP socket of another family narrowed its address by a connect, and may or may not hold the port there.',
    cite: 'net/ipv6/datagram.c: __ip6_datagram_connect(); net/ipv4/inet_connection_sock.c: inet_rcv_saddr_equal()',
  },
  'opaque.name': {
    says: 'The name of a socket that no right is about.',
    cite: 'net/socket.c: __sys_getsockname()',
  },
  'opaque.low': {
    says: 'Another stack may need a capability for its port.',
    cite: 'include/net/sock.h: PROT_SOCK; net/sctp/socket.c: sctp_do_bind()',
  },
  'pass.other-kind': {
    says: 'The oldest descriptor in the mailbox is one of a ruleset where one of a socket is received, or the other way round.',
    cite: 'specs/model/passing.ts: receiveFd(); specs/model/ruleset-fds.ts: receiveRuleset()',
    misfit: true,
  },
  'race.target': {
    says: 'A race is about a right that this kernel lacks.',
    cite: 'specs/ops/races.ts',
    misfit: true,
  },
  'race.begun': {
    says: 'A race where a sandbox is already, or a socket, or a capability is gone.',
    cite: 'templates/calls/races.c',
    misfit: true,
  },
  'look.denied': {
    says: 'A sibling thread looks at its files again and again, which a file right may deny again and again.',
    cite: 'security/landlock/fs.c: hook_file_open()',
  },
  'race.filtered': {
    says: 'A seccomp filter answers the calls of a race.',
    cite: 'kernel/seccomp.c',
    misfit: true,
  },
  'datagram.was-inet': {
    says: 'An IPv6 socket was connected over IPv4, and goes on to take nothing from IPv6 but from there.',
    cite: 'net/ipv6/udp.c: compute_score(); net/ipv4/udp.c: __udp_disconnect()',
  },
  'datagram.corked': {
    says: 'A connect moves what a cork holds back.',
    cite: 'net/ipv4/datagram.c: __ip4_datagram_connect(), "cork.fl"',
  },
  'datagram.mixed': {
    says: 'Connected over IPv6 and then over IPv4, a socket has an address of each.',
    cite: 'net/ipv6/datagram.c: __ip6_datagram_connect()',
  },
  'datagram.unspec-inet': {
    says: 'To AF_UNSPEC, a socket that is connected over IPv4 looks for that address in IPv6.',
    cite: 'net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'cork.append': {
    says: 'Whether an error, or what was shut down, is told to a byte that is added depends on the room in the datagram.',
    cite: 'net/ipv4/ip_output.c: __ip_append_data(), sock_alloc_send_skb()',
  },
  'audit.deferred': {
    says: 'A record tells of a socket whose connection was put off, or refused: which of both is not told before.',
    cite: 'security/lsm_audit.c: dump_common_audit_data(); net/ipv4/tcp_fastopen.c: tcp_fastopen_defer_connect()',
  },
  'bind.pinned': {
    says: 'The socket kept an address, and goes on to keep whichever it has.',
    cite: 'net/ipv4/af_inet.c: __inet_bind(), SOCK_BINDADDR_LOCK',
  },
  'unix.full': {
    says: 'How much a UNIX socket takes before a sender waits is a matter of its buffers.',
    cite: 'net/unix/af_unix.c: unix_recvq_full()',
  },
  'unix.address': {
    says: 'A UNIX address whose bytes are of another layout.',
    cite: 'net/unix/af_unix.c: unix_validate_addr()',
  },
  'unix.spent': {
    says: 'The name is that of a socket which is on its way, and may still be held.',
    cite: 'net/unix/af_unix.c: unix_find_other()',
  },
  'unix.backlog': {
    says: 'Who connects to a full backlog waits.',
    cite: 'net/unix/af_unix.c: unix_stream_connect(), unix_recvq_full()',
  },
  'vsock.context': {
    says: 'Which transport a context has, and whether ports are kept apart by network, depends on the machine and the release.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_assign_transport(), vsock_net_check_mode()',
  },
  'vsock.itself': {
    says: 'A vsock that connects to its own port takes its own request for an answer.',
    cite: 'net/vmw_vsock/virtio_transport_common.c: virtio_transport_recv_connecting()',
  },
  'vsock.begun': {
    says: 'Who does not wait for a connection of vsock does not know when it is there.',
    cite: 'net/vmw_vsock/vsock_loopback.c: vsock_loopback_work()',
  },
  'vsock.ended': {
    says: 'An end of a vsock connection was shut down or closed, of which the other one hears a moment later.',
    cite: 'net/vmw_vsock/vsock_loopback.c: vsock_loopback_work(); net/vmw_vsock/virtio_transport_common.c: virtio_transport_close()',
  },
  'ruleset.version': {
    says: 'A call that asks for a version makes no ruleset.',
    cite: 'security/landlock/syscalls.c: sys_landlock_create_ruleset()',
    misfit: true,
  },
  'rule.layout': {
    says: 'The attribute of a rule is that of another type.',
    cite: 'security/landlock/syscalls.c: sys_landlock_add_rule()',
    misfit: true,
  },
  'option.reuse': {
    says: 'Connections that wait have the options that their listener had when they came, and repair mode one of its own.',
    cite: 'net/core/sock.c: sk_clone_lock(); net/ipv4/tcp.c: do_tcp_setsockopt()',
  },
  'option.sctp': {
    says: 'An option of SCTP on another socket.',
    cite: 'net/sctp/socket.c',
    misfit: true,
  },
  'option.repair': {
    says: 'What a connected socket, or a queue, does in repair mode.',
    cite: 'net/ipv4/tcp.c: do_tcp_setsockopt(), TCP_REPAIR',
  },
  'option.unix-reuseport': {
    says: 'Whether a socket of UNIX or vsock takes SO_REUSEPORT is another thing from release to release.',
    cite: 'net/core/sock.c: sk_setsockopt()',
  },
  'option.mptcp-alone': {
    says: 'Its other end is gone, so that nobody knows which fallback it took.',
    cite: 'net/mptcp/sockopt.c: mptcp_setsockopt(), __mptcp_tcp_fallback()',
  },
  'option.mptcp-level': {
    says: 'Which options of IP MPTCP takes is another thing from release to release.',
    cite: 'net/mptcp/sockopt.c: mptcp_supported_sockopt()',
  },
  'namespace.device': {
    says: 'The loopback device of a new network is set up by calls that are denied, or answered by a filter.',
    cite: 'templates/calls/namespaces.c',
  },
  'namespace.routed': {
    says: 'The threads of a route may still be there.',
    cite: 'kernel/nsproxy.c; kernel/fork.c: check_unshare_flags()',
  },
  'namespace.gone': {
    says: 'The network is none that the model knows.',
    cite: 'net/core/net_namespace.c: netns_install()',
    misfit: true,
  },
  'file.rights': {
    says: 'What rights of files make of a file that is opened.',
    cite: 'security/landlock/fs.c: hook_file_open()',
  },
  'file.proc': {
    says: 'Who may write to the file of a process is a matter of capabilities.',
    cite: 'fs/proc/base.c',
  },
  'recv.delayed': {
    says: 'The end of a connection may come before what was held back, or after.',
    cite: 'net/ipv4/tcp_output.c: tcp_nagle_test()',
  },
  'recv.sender': {
    says: 'Whoever of several receives a datagram, nobody knows from whom it is.',
    cite: 'net/ipv4/udp.c: udp_lib_lookup2(), compute_score()',
  },
  'signal.unsure': {
    says: 'Something else than data may have been told to the owner of a socket with O_ASYNC.',
    cite: 'net/core/sock.c: sock_def_wakeup(), sock_def_error_report(); fs/fcntl.c: send_sigio()',
  },
  'send.urgent-again': {
    says: 'An urgent byte comes to a socket that has one already, or of which nobody knows what waits there.',
    cite: 'net/ipv4/tcp_input.c: tcp_check_urg(); net/unix/af_unix.c: queue_oob()',
  },
  'send.flag': {
    says: 'TCP holds a byte back that is sent with MSG_MORE, and other stacks have flags of their own.',
    cite: 'net/ipv4/tcp.c: tcp_push(), MSG_MORE; net/vmw_vsock/af_vsock.c: vsock_connectible_sendmsg(), MSG_ZEROCOPY',
  },
  'send.file': {
    says: 'What splice(2) and sendfile(2) do to a socket that is neither TCP nor UDP.',
    cite: 'fs/splice.c: splice_to_socket()',
  },
  'send.zerocopy': {
    says: 'What is sent without a copy joins what is held back, or may meet in one segment what a ring sent so; and vsock has such sends where its transport has.',
    cite: 'net/core/skbuff.c: msg_zerocopy_realloc(); net/vmw_vsock/af_vsock.c: vsock_msgzerocopy_allow()',
  },
  'recv.errors': {
    says: 'The error queue of a socket that is neither TCP nor UDP.',
    cite: 'net/unix/af_unix.c: unix_dgram_recvmsg(); net/mptcp/protocol.c: mptcp_recvmsg(), MSG_ERRQUEUE',
  },
  'option.ring': {
    says: 'Older kernels set options by a ring only where a socket has an ioctl(2) of its own.',
    cite: 'io_uring/cmd_net.c: io_uring_cmd_sock()',
  },
  'option.range': {
    says: 'A range of few ports may have none left, and older kernels have no such option.',
    cite: 'net/ipv4/inet_connection_sock.c: inet_csk_find_open_port(); net/ipv4/ip_sockglue.c: IP_LOCAL_PORT_RANGE',
  },
  'send.fastopen-waits': {
    says: 'What is sent with a connection that is not there yet.',
    cite: 'net/ipv4/tcp_fastopen.c: tcp_fastopen_defer_connect()',
  },
  'connect.refused-again': {
    says: 'The socket changed its family, or put a connect off: what becomes of another one depends on how that ended.',
    cite: 'net/ipv6/ipv6_sockglue.c: IPV6_ADDRFORM; net/ipv4/tcp_fastopen.c: tcp_fastopen_defer_connect()',
  },
  'connect.after-inet': {
    says: 'An IPv6 socket that was to be connected over IPv4 sends by IPv4 from then on, and over IPv6 reaches nobody.',
    cite: 'net/ipv6/tcp_ipv6.c: tcp_v6_connect(), ipv6_mapped',
  },
  'shutdown.repair': {
    says: 'The end of a connection that nobody else knows of.',
    cite: 'net/ipv4/tcp.c: tcp_shutdown(), tcp_send_fin()',
  },
  'connect.repair': {
    says: 'Where repair mode meets Fast Open, a connection of the same ports, or one that may still be there.',
    cite: 'net/ipv4/tcp_output.c: tcp_connect(), "tp->repair"',
  },
  'connect.itself': {
    says: 'MPTCP meets itself.',
    cite: 'net/mptcp/protocol.c: mptcp_connect()',
  },
  'connect.stranded': {
    says: 'A socket bound to a v4-mapped address is to reach IPv6, or a port that an inner socket may hold.',
    cite: 'net/ipv6/tcp_ipv6.c: tcp_v6_connect(); net/smc/af_smc.c',
  },
  'connect.shared': {
    says: 'Several listeners share the port, or the same connection is there.',
    cite: 'net/ipv4/inet_hashtables.c: __inet_check_established(), inet_lookup_listener()',
  },
  'connect.elsewhere': {
    says: 'An accepted socket that was dissolved keeps ::1, and is at 127.0.0.6 for IPv4.',
    cite: 'net/ipv6/tcp_ipv6.c: tcp_v6_syn_recv_sock(), LOOPBACK4_IPV6',
  },
  'connect.queue': {
    says: 'Who asks a listener that takes nobody, and is not TCP on both ends.',
    cite: 'net/ipv4/tcp_input.c: tcp_conn_request(), sk_acceptq_is_full()',
  },
  'ring.unanswered': {
    says: 'A ring answers before the connection is there, or not at all.',
    cite: 'io_uring/net.c: io_connect()',
  },
  'route.process': {
    says: 'The route is none for this process or call.',
    cite: 'specs/model/route.ts: takes()',
    misfit: true,
  },
  'route.closed-on-exec': {
    says: 'The program that is executed has not the socket any more.',
    cite: 'fs/file.c: do_close_on_exec()',
    misfit: true,
  },
  'route.late': {
    says: 'The thread of the route ends when nobody knows.',
    cite: 'kernel/exit.c',
  },
} as const satisfies Readonly<Record<string, SilenceWords>>

export type SilenceId = keyof typeof silences

/** Whether the call is none that can be made there. */
export const isMisfit = (id: SilenceId): boolean => 'misfit' in silences[id]
