import { addedClauses } from '../added/rights.js'
import type { Clause } from '../clause.js'
import { designClauses } from '../designs/clauses.js'
import type { Target } from '../target.js'
import { auditClauses } from './audit-clauses.js'
import { signalClauses } from './signal-clauses.js'

const syscalls = 'security/landlock/syscalls.c'
const net = 'security/landlock/net.c'
const hook = `${net}: current_check_access_socket()`
const rst = 'Documentation/userspace-api/landlock.rst'

/** Every rule of the model about merged kernels. */
export const mergedClauses = {
  'actor.fork': {
    says: 'A child starts with the descriptors, the domain and no_new_privs of its parent.',
    cite: `${rst}: "Inheritance"`,
  },
  'actor.no-new-privs': { says: 'Anybody may set no_new_privs.', cite: 'prctl(2), PR_SET_NO_NEW_PRIVS' },
  'actor.drop-caps': { says: 'Anybody may give up capabilities.', cite: 'capset(2)' },
  'actor.lower-caps': {
    says: 'Anybody may lower capabilities, and raise again what is permitted.',
    cite: 'capset(2); security/commoncap.c: cap_capset()',
  },
  'witness.open': {
    says: 'Network rights leave files alone.',
    cite: `${rst}: "Defining and enforcing a security policy"`,
  },
  'fd.not-open': {
    says: 'A descriptor that is not open is EBADF before anything else.',
    cite: 'net/socket.c',
  },

  'query.abi': {
    says: 'The ABI version is what the kernel reports.',
    cite: `${syscalls}: sys_landlock_create_ruleset()`,
  },
  'query.errata': {
    says: 'The errata mask is what the kernel reports.',
    cite: `${syscalls}: sys_landlock_create_ruleset()`,
  },
  'query.errata-unknown': {
    says: 'A kernel without the errata query does not know its flag.',
    cite: `${syscalls} of 6.1: sys_landlock_create_ruleset()`,
  },
  'create.flags-with-attr': {
    says: 'A query takes neither attribute nor size.',
    cite: `${syscalls}: sys_landlock_create_ruleset(), "if (attr || size)"`,
  },
  'create.unknown-flags': {
    says: 'Unknown flags are EINVAL.',
    cite: `${syscalls}: sys_landlock_create_ruleset(), kernel-doc`,
  },
  'create.null': {
    says: 'A NULL attribute is EFAULT, whatever the size.',
    cite: `${syscalls}: copy_min_struct_from_user()`,
  },
  'create.too-small': {
    says: 'A size that ends before handled_access_fs does is EINVAL.',
    cite: `${syscalls}: copy_min_struct_from_user()`,
  },
  'create.too-large': {
    says: 'A size above one page is E2BIG.',
    cite: `${syscalls}: copy_min_struct_from_user()`,
  },
  'create.unknown-field': {
    says: 'A byte that is not zero beyond the fields that the kernel knows is E2BIG.',
    cite: 'include/linux/uaccess.h: copy_struct_from_user()',
  },
  'create.unknown-fs': {
    says: 'A file system right that the ABI does not have is EINVAL.',
    cite: `${syscalls}: "Checks content"`,
  },
  'create.unknown-net': {
    says: 'A network right that the ABI does not have is EINVAL.',
    cite: `${syscalls}: "Checks network content"`,
  },
  'create.unknown-scope': {
    says: 'A scope that the ABI does not have is EINVAL.',
    cite: `${syscalls}: "Checks IPC scoping content"`,
  },
  'create.quiet-unhandled': {
    says: 'A right can only be quiet if it is handled.',
    cite: `${syscalls}: "Check that quiet masks are subsets of the respective handled masks"`,
  },
  'create.empty': {
    says: 'A ruleset that handles nothing is ENOMSG.',
    cite: 'security/landlock/ruleset.c: landlock_create_ruleset()',
  },
  'create.ok': {
    says: 'A valid attribute gives a ruleset descriptor.',
    cite: `${syscalls}: sys_landlock_create_ruleset()`,
  },

  'rule.unknown-flags': {
    says: 'Unknown flags of add_rule are EINVAL.',
    cite: `${syscalls}: sys_landlock_add_rule()`,
  },
  'rule.not-open': {
    says: 'A ruleset descriptor that is not open is EBADF.',
    cite: `${syscalls}: get_ruleset_from_fd()`,
  },
  'rule.not-ruleset': {
    says: 'A descriptor of something else is EBADFD.',
    cite: `${syscalls}: get_ruleset_from_fd()`,
  },
  'rule.unknown-type': {
    says: 'A rule type that the ABI does not have is EINVAL.',
    cite: `${syscalls}: sys_landlock_add_rule()`,
  },
  'rule.null': { says: 'A NULL rule is EFAULT.', cite: `${syscalls}: add_rule_net_port()` },
  'rule.empty': {
    says: 'A rule that allows nothing is ENOMSG, unless it carries the quiet flag.',
    cite: `${syscalls}: add_rule_net_port(), "Informs about useless rule"`,
  },
  'rule.unhandled': {
    says: 'A rule can only allow what its ruleset handles.',
    cite: `${syscalls}: add_rule_net_port(), "Checks that allowed_access matches the @ruleset constraints"`,
  },
  'rule.useless-quiet': {
    says: 'A quiet rule needs a ruleset with quiet network rights.',
    cite: `${syscalls}: add_rule_net_port(), "Checks for useless quiet flag"`,
  },
  'rule.port-too-large': {
    says: 'A port above 65535 is EINVAL.',
    cite: `${syscalls}: add_rule_net_port(), "Denies inserting a rule with port greater than 65535"`,
  },
  'rule.ok': {
    says: 'A valid rule adds to what its port was allowed.',
    cite: `${net}: landlock_append_net_rule()`,
  },

  'restrict.unprivileged': {
    says: 'Enforcing needs no_new_privs or CAP_SYS_ADMIN.',
    cite: `${rst}: "Defining and enforcing a security policy"; ${syscalls}: sys_landlock_restrict_self()`,
  },
  'restrict.unknown-flags': {
    says: 'Unknown flags of restrict_self are EINVAL.',
    cite: `${syscalls}: sys_landlock_restrict_self()`,
  },
  'restrict.not-open': {
    says: 'A ruleset descriptor that is not open is EBADF.',
    cite: `${syscalls}: get_ruleset_from_fd()`,
  },
  'restrict.not-ruleset': {
    says: 'A descriptor of something else is EBADFD.',
    cite: `${syscalls}: get_ruleset_from_fd()`,
  },
  'restrict.mute-only': {
    says: 'Without a ruleset, only the logging of subdomains can be switched off.',
    cite: `${syscalls}: sys_landlock_restrict_self(), LOG_SUBDOMAINS_OFF with ruleset_fd -1`,
  },
  'restrict.too-many-layers': {
    says: 'A seventeenth layer is E2BIG.',
    cite: `${rst}: "Ruleset layers"; security/landlock/limits.h: LANDLOCK_MAX_NUM_LAYERS`,
  },
  'restrict.all-threads': {
    says: 'With TSYNC the domain of the caller becomes that of every thread of its process, in place of their own.',
    cite: `${rst}: "Thread synchronization (ABI < 8)"; security/landlock/tsync.c: restrict_one_thread(), landlock_cred_copy()`,
  },
  'restrict.ok': {
    says: 'The ruleset as it is now becomes a further layer.',
    cite: 'security/landlock/domain.c: landlock_merge_ruleset()',
  },

  'socket.unknown-family': {
    says: 'A family out of range is EAFNOSUPPORT.',
    cite: 'net/socket.c: __sock_create()',
  },
  'socket.unknown-type': { says: 'A type out of range is EINVAL.', cite: 'net/socket.c: __sock_create()' },
  'socket.as-without-sandbox': {
    says: 'No merged right restricts creating sockets: the answer is the one outside of any sandbox.',
    cite: `${net}: landlock_hooks[] has no socket_create`,
  },
  'socket.ping-in-new-network': {
    says: 'In a new network no group may open a ping socket.',
    cite: 'net/ipv4/af_inet.c: inet_init_net(), "Default values for sysctl-controlled parameters"; net/ipv4/ping.c: ping_init_sock()',
  },
  'socketpair.kept': {
    says: 'The ends of a pair have no name, so that no scope is about them, and nobody else reaches them.',
    cite: 'socketpair(2); net/unix/af_unix.c: unix_socketpair(); security/landlock/task.c: is_abstract_socket()',
  },
  'socketpair.unix': {
    says: 'UNIX sockets come in pairs, whatever network rights say.',
    cite: 'net/unix/af_unix.c: unix_socketpair()',
  },
  'socketpair.inet': {
    says: 'IP sockets do not come in pairs.',
    cite: 'net/core/sock.c: sock_no_socketpair()',
  },

  'hook.too-short': { says: 'An address too short for a family is EINVAL.', cite: hook },
  'hook.unspec-short': {
    says: 'AF_UNSPEC in a bind still has to be as long as the address of the socket.',
    cite: hook,
  },
  'hook.unspec-not-any': {
    says: 'bind to AF_UNSPEC counts as AF_INET on IPv4 only with INADDR_ANY, else it is EAFNOSUPPORT.',
    cite: `${hook}; net/ipv4/af_inet.c: __inet_bind()`,
  },
  'hook.unspec-old-length': {
    says: 'Before the hook answered as the stack does, AF_UNSPEC had to be as long as an IPv4 address: EINVAL.',
    cite: `${hook} of 6.7 to 6.17, "case AF_UNSPEC"`,
  },
  'hook.unspec-old-inet6': {
    says: 'Before the hook answered as the stack does, bind to AF_UNSPEC on IPv6 was EINVAL.',
    cite: `${hook} of 6.7 to 6.17, "Specific AF_UNSPEC handling"`,
  },
  'hook.unspec-inet6': {
    says: 'bind to AF_UNSPEC on IPv6 is EAFNOSUPPORT.',
    cite: `${hook}; net/ipv6/af_inet6.c: __inet6_bind()`,
  },
  'hook.unspec-send-inet6': {
    says: 'Sending to AF_UNSPEC on IPv6 is EACCES when the right is handled.',
    cite: `${hook}; include/uapi/linux/landlock.h: net_access note`,
  },
  'hook.short-for-family': {
    says: 'An address shorter than its family needs is EINVAL before any rule.',
    cite: hook,
  },
  'hook.short-for-other-family': {
    says: 'An IP address of the other family that is too short for that family is EINVAL.',
    cite: hook,
  },
  'hook.family-mismatch': {
    says: 'An IP address of the other family than the socket is EINVAL before any rule.',
    cite: `${hook}, "Checks sa_family consistency"`,
  },
  'hook.denied': {
    says: 'A layer that handles the right and has no rule for the port denies it.',
    cite: `${rst}: "Defining and enforcing a security policy"; ${hook}`,
  },
  'hook.autobind-denied': {
    says: 'Where connect or send would bind an ephemeral UDP port, the right to bind port 0 is needed.',
    cite: `${net}: current_check_autobind_udp_socket(); include/uapi/linux/landlock.h: net_access note`,
  },

  'bind.short': {
    says: 'An address shorter than the family needs is EINVAL.',
    cite: 'net/ipv4/af_inet.c: inet_bind_sk(); net/ipv6/af_inet6.c: inet6_bind_sk()',
  },
  'bind.family': {
    says: 'An address of another family is EAFNOSUPPORT.',
    cite: 'net/ipv4/af_inet.c: __inet_bind(); net/ipv6/af_inet6.c: __inet6_bind()',
  },
  'bind.privileged-port': {
    says: 'A port below 1024 needs CAP_NET_BIND_SERVICE; the stack answers EACCES.',
    cite: 'net/ipv4/af_inet.c: __inet_bind()',
  },
  'bind.twice': {
    says: 'A socket that has a port, or is in use, is EINVAL.',
    cite: 'net/ipv4/af_inet.c: __inet_bind(), "Check these errors (active socket, double bind)"',
  },
  'bind.in-use': {
    says: 'A port that another socket has on an overlapping address is EADDRINUSE.',
    cite: 'net/ipv4/inet_connection_sock.c: inet_csk_get_port()',
  },
  'bind.portless': {
    says: 'With IP_BIND_ADDRESS_NO_PORT an allowed bind to port 0 gives an address and no port.',
    cite: 'net/ipv4/af_inet.c: __inet_bind(), BIND_ADDRESS_NO_PORT; net/ipv6/af_inet6.c: __inet6_bind()',
  },
  'bind.ok': { says: 'An allowed bind to a free port succeeds.', cite: 'net/ipv4/af_inet.c: __inet_bind()' },
  'bind.unix': {
    says: 'Network rights leave UNIX sockets alone.',
    cite: `${net}: hook_socket_bind(); net/unix/af_unix.c: unix_bind()`,
  },
  'bind.unix-invalid': {
    says: 'A UNIX socket takes addresses of UNIX only, no shorter than the family and no longer than sockaddr_un.',
    cite: 'net/unix/af_unix.c: unix_validate_addr()',
  },
  'bind.unix-twice': {
    says: 'A UNIX socket that has a name is EINVAL.',
    cite: 'net/unix/af_unix.c: unix_bind_abstract()',
  },
  'bind.unix-in-use': {
    says: 'A name that is taken is EADDRINUSE.',
    cite: 'net/unix/af_unix.c: unix_bind_abstract()',
  },

  'connect.too-short': {
    says: 'An address without a family is EINVAL.',
    cite: 'net/ipv4/af_inet.c: __inet_stream_connect()',
  },
  'connect.dissolve': {
    says: 'connect to AF_UNSPEC dissolves the association, whatever it is, and is always allowed; the socket is then judged as a new one.',
    cite: `${hook}, "these actions are always allowed"; net/ipv4/tcp.c: tcp_disconnect()`,
  },
  'connect.busy': {
    says: 'A socket that listens or is connected is EISCONN.',
    cite: 'net/ipv4/af_inet.c: __inet_stream_connect()',
  },
  'connect.short': {
    says: 'An address shorter than the family needs is EINVAL.',
    cite: 'net/ipv4/tcp_ipv4.c: tcp_v4_connect(); net/ipv6/tcp_ipv6.c: tcp_v6_connect()',
  },
  'connect.family': {
    says: 'An address of another family is EAFNOSUPPORT.',
    cite: 'net/ipv4/tcp_ipv4.c: tcp_v4_connect(); net/ipv6/tcp_ipv6.c: tcp_v6_connect()',
  },
  'connect.v6only': {
    says: 'A v4-mapped address cannot be reached from a socket bound to an IPv6 address.',
    cite: 'net/ipv6/tcp_ipv6.c: tcp_v6_connect(); net/ipv6/datagram.c: __ip6_datagram_connect()',
  },
  'connect.mapped': {
    says: 'An IPv6 address cannot be reached from a datagram socket at a v4-mapped one: EAFNOSUPPORT.',
    cite: 'net/ipv6/ip6_output.c: ip6_dst_lookup_tail(), "ipv6_addr_v4mapped(&fl6->saddr)"',
  },
  'connect.refused': {
    says: 'Where nobody listens, the peer refuses.',
    cite: 'net/ipv4/tcp_input.c: tcp_reset()',
  },
  'connect.to-itself': {
    says: 'A socket that connects to its own port is connected to itself.',
    cite: 'RFC 9293, simultaneous open; net/ipv4/tcp_input.c: tcp_rcv_synsent_state_process()',
  },
  'connect.to-itself-shut': {
    says: 'A socket that was shut down for writing and connects to its own port finishes at once: ECONNABORTED.',
    cite: 'net/ipv4/tcp_input.c: tcp_rcv_state_process(), case TCP_SYN_RECV, "tcp_shutdown(sk, SEND_SHUTDOWN)"; net/ipv4/af_inet.c: __inet_stream_connect(), sock_error',
  },
  'connect.begun': {
    says: 'A stream with SOCK_NONBLOCK begins an allowed connection and does not wait for it: EINPROGRESS.',
    cite: 'net/ipv4/af_inet.c: __inet_stream_connect(), O_NONBLOCK',
  },
  'connect.ok': {
    says: 'An allowed connect to a listener succeeds.',
    cite: 'net/ipv4/af_inet.c: __inet_stream_connect()',
  },
  'connect.queue-full': {
    says: 'A listener takes one connection more than its backlog says, a negative one aside; who comes then waits, and is told EINPROGRESS when its patience is over.',
    cite: 'include/net/sock.h: sk_acceptq_is_full(); net/socket.c: __sys_listen_socket(), "(unsigned int)backlog > somaxconn"; net/ipv4/tcp_input.c: tcp_conn_request(); net/ipv4/af_inet.c: __inet_stream_connect(), "inet_wait_for_connect"',
  },
  'connect.unix': {
    says: 'Network rights leave UNIX sockets alone.',
    cite: `${net}: hook_socket_connect(); net/unix/af_unix.c: unix_stream_connect()`,
  },
  'connect.unix-invalid': {
    says: 'A UNIX socket takes addresses of UNIX only, no shorter than the family and no longer than sockaddr_un.',
    cite: 'net/unix/af_unix.c: unix_validate_addr()',
  },
  'connect.unix-refused': {
    says: 'Where no UNIX socket listens, connect is ECONNREFUSED.',
    cite: 'net/unix/af_unix.c: unix_stream_connect()',
  },

  'connect.repair': {
    says: 'In repair mode an allowed connect succeeds, whoever is there.',
    cite: `net/ipv4/tcp_output.c: tcp_connect(), "tp->repair"; ${net}: hook_socket_connect()`,
  },
  'datagram.connect': {
    says: 'An allowed connect of a datagram socket sets its peer and gives it a port.',
    cite: 'net/ipv4/datagram.c: __ip4_datagram_connect()',
  },
  'datagram.short': {
    says: 'An address shorter than the family needs is EINVAL.',
    cite: 'net/ipv4/datagram.c: __ip4_datagram_connect(); net/ipv6/datagram.c: __ip6_datagram_connect()',
  },
  'datagram.family': {
    says: 'An address of another family is EAFNOSUPPORT.',
    cite: 'net/ipv4/datagram.c: __ip4_datagram_connect()',
  },
  'send.cork': {
    says: 'A cork holds an allowed datagram back.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(), "corkreq"; net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.append': {
    says: 'What a cork holds back goes to where its first byte was sent, whatever address comes with the next one: that is judged, and not used.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(), "do_append_data"; net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.repair': {
    says: 'In repair mode nothing is sent where no queue was chosen: EINVAL.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_locked(), "tp->repair"',
  },
  'send.probe': {
    says: 'MSG_PROBE asks for the way alone: it is judged as a datagram, of which nothing leaves.',
    cite: `net/ipv4/ip_output.c: ip_make_skb(), MSG_PROBE; net/ipv6/ip6_output.c: ip6_make_skb(); ${net}: hook_socket_sendmsg()`,
  },
  'send.append-last': {
    says: 'A byte without MSG_MORE ends what such a one held back, and goes with it to where its first byte was sent.',
    cite: `net/ipv4/udp.c: udp_sendmsg(), "else if (!corkreq)"; ${net}: hook_socket_sendmsg()`,
  },
  'send.append-inet': {
    says: 'A byte for IPv4 cannot be added to a datagram of IPv6: EINVAL.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(), "up->pending != AF_INET"',
  },
  'send.datagram': {
    says: 'An allowed datagram leaves, whoever receives it.',
    cite: 'net/ipv4/udp.c: udp_sendmsg()',
  },
  'send.no-peer': {
    says: 'A datagram without an address and without a peer has nowhere to go: EDESTADDRREQ.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(); net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.port-zero': {
    says: 'A datagram to port 0 is EINVAL.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(); net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.short': {
    says: 'An address shorter than the family needs is EINVAL.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(); net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.family': {
    says: 'A datagram on IPv4 to an address of another family is EAFNOSUPPORT.',
    cite: 'net/ipv4/udp.c: udp_sendmsg()',
  },
  'send.family-inet6': {
    says: 'A datagram on IPv6 to an address that is no IP address is EINVAL.',
    cite: 'net/ipv6/udp.c: udpv6_sendmsg()',
  },
  'send.v6only': {
    says: 'A datagram to an IPv4 address does not leave a socket that is IPv6 only: ENETUNREACH.',
    cite: 'net/ipv6/udp.c: udpv6_sendmsg(), "ipv6_only_sock(sk)"',
  },
  'send.mapped': {
    says: 'A datagram to an IPv6 address does not leave a socket at a v4-mapped one: EAFNOSUPPORT.',
    cite: 'net/ipv6/ip6_output.c: ip6_dst_lookup_tail(), "ipv6_addr_v4mapped(&fl6->saddr)"',
  },
  'send.fastopen': {
    says: 'An allowed Fast Open to a listener connects, and the byte follows.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_fastopen()',
  },
  'send.fastopen-unspec': {
    says: 'Fast Open does not dissolve an association: AF_UNSPEC is EOPNOTSUPP, whatever the state.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_fastopen()',
  },
  'send.fastopen-nowhere': {
    says: 'Fast Open without an address is a connect to one that is too short: EINVAL, and no denial.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_fastopen(); security/landlock/net.c: hook_socket_sendmsg(), "&& address"',
  },
  'send.fastopen-connected': {
    says: 'A connected MPTCP socket has no first connection to make any more: Fast Open is EINVAL.',
    cite: 'net/mptcp/protocol.c: mptcp_sendmsg_fastopen(), __mptcp_nmpc_sk()',
  },
  'send.pending': {
    says: 'What became of a connection, or of the last datagram, is told by the next send, which then sends nothing.',
    cite: 'net/core/stream.c: sk_stream_wait_connect(); net/core/sock.c: sock_alloc_send_pskb(), sock_error()',
  },
  'send.shut': {
    says: 'A socket that was shut down for writing sends nothing: EPIPE.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_locked(), SEND_SHUTDOWN; net/core/sock.c: sock_alloc_send_pskb()',
  },

  'listen.not-stream': {
    says: 'A datagram socket cannot listen.',
    cite: 'net/core/sock.c: sock_no_listen()',
  },
  'listen.connected': {
    says: 'A connected socket cannot listen.',
    cite: 'net/ipv4/af_inet.c: inet_listen()',
  },
  'listen.unix-connected': {
    says: 'A connected UNIX socket cannot listen, also once it has a name.',
    cite: 'net/unix/af_unix.c: unix_listen(), "sk->sk_state != TCP_CLOSE"',
  },
  'listen.again': { says: 'A listener may listen again.', cite: 'net/ipv4/af_inet.c: __inet_listen_sk()' },
  'listen.bound': {
    says: 'Landlock does not judge listen: a bound socket listens.',
    cite: `${net}: landlock_hooks[]`,
  },
  'listen.autobind': {
    says: 'A gap: listen on an unbound socket binds an ephemeral port, and BIND_TCP does not judge it.',
    cite: `${net}: landlock_hooks[] has no socket_listen; net/ipv4/inet_connection_sock.c: inet_csk_listen_start()`,
  },
  'listen.unix-unbound': {
    says: 'A UNIX socket without a name cannot listen.',
    cite: 'net/unix/af_unix.c: unix_listen()',
  },
  'accept.not-listening': {
    says: 'Only a listener accepts.',
    cite: 'net/ipv4/inet_connection_sock.c: inet_csk_accept()',
  },
  'accept.not-stream': {
    says: 'A datagram socket does not accept.',
    cite: 'net/core/sock.c: sock_no_accept()',
  },
  'accept.empty': {
    says: 'Without a waiting connection, accept is EAGAIN.',
    cite: 'net/ipv4/inet_connection_sock.c: inet_csk_accept()',
  },
  'accept.ok': { says: 'Landlock does not judge accept.', cite: `${net}: landlock_hooks[]` },
  'close.ok': { says: 'An open descriptor closes.', cite: 'close(2)' },
  'send.zerocopy': {
    says: 'With SO_ZEROCOPY and MSG_ZEROCOPY an allowed send goes as any other, and the error queue tells when its bytes are needed no more.',
    cite: 'Documentation/networking/msg_zerocopy.rst; net/core/skbuff.c: __msg_zerocopy_callback()',
  },
  'send.zerocopy-none': {
    says: 'A ring sends without a copy only where a socket has that, which sockets of UNIX and MPTCP have not: EOPNOTSUPP.',
    cite: 'io_uring/net.c: io_send_zc(), SOCK_SUPPORT_ZC',
  },
  'send.stream': {
    says: 'A connected stream sends, and looks at no address: without MSG_FASTOPEN a send is no connect.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_locked(); security/landlock/net.c: hook_socket_sendmsg(), MSG_FASTOPEN',
  },
  'send.fastopen-again': {
    says: 'A socket that asked for a cookie when it connected asks for no other: EALREADY, and no denial.',
    cite: 'net/ipv4/tcp.c: tcp_sendmsg_fastopen(), fastopen_req; net/ipv4/tcp_fastopen.c: tcp_fastopen_defer_connect()',
  },
  'send.not-connected': {
    says: 'A stream that is not connected cannot send, with an address or without: EPIPE, and no denial.',
    cite: 'net/core/stream.c: sk_stream_wait_connect(); security/landlock/net.c: hook_socket_sendmsg(), MSG_FASTOPEN',
  },
  'send.unix': {
    says: 'What is sent to a UNIX socket that may be reached, or is connected, arrives there.',
    cite: 'net/unix/af_unix.c: unix_stream_sendmsg(), unix_dgram_sendmsg()',
  },
  'send.unix-shut': {
    says: 'Through a UNIX socket that was shut down, or to one that takes nothing any more, nothing is sent: EPIPE.',
    cite: 'net/unix/af_unix.c: unix_stream_sendmsg(), unix_dgram_sendmsg(); net/core/sock.c: sock_alloc_send_pskb()',
  },
  'send.unix-gone': {
    says: 'A UNIX datagram socket whose peer is gone is told so once, and has none then.',
    cite: 'net/unix/af_unix.c: unix_dgram_sendmsg(), SOCK_DEAD',
  },
  'unix.taken': {
    says: 'A UNIX datagram socket that has a peer takes nothing from anybody else: EPERM.',
    cite: 'net/unix/af_unix.c: unix_may_send()',
  },
  'send.urgent-datagram': {
    says: 'Datagrams, packets in sequence and vsocks are never urgent: EOPNOTSUPP.',
    cite: 'net/ipv4/udp.c: udp_sendmsg(); net/unix/af_unix.c: unix_dgram_sendmsg(); net/vmw_vsock/af_vsock.c: vsock_connectible_sendmsg()',
  },
  'send.unix-no-peer': {
    says: 'A UNIX socket without a peer has nowhere to send to: ENOTCONN.',
    cite: 'net/unix/af_unix.c: unix_dgram_sendmsg(), unix_stream_sendmsg()',
  },
  'send.unix-connected': {
    says: 'A connected UNIX stream takes no address: EISCONN.',
    cite: 'net/unix/af_unix.c: unix_stream_sendmsg()',
  },
  'send.unix-address': {
    says: 'A UNIX stream that is not connected takes no address either: EOPNOTSUPP.',
    cite: 'net/unix/af_unix.c: unix_stream_sendmsg()',
  },
  'recv.stream': {
    says: 'Landlock does not judge receiving: a stream gives what was sent to it, byte by byte.',
    cite: `${net}: landlock_hooks[]; net/ipv4/tcp.c: tcp_recvmsg_locked()`,
  },
  'recv.datagram': {
    says: 'Landlock does not judge receiving: a datagram socket gives each datagram that was sent to it, once.',
    cite: `${net}: landlock_hooks[]; net/ipv4/udp.c: udp_recvmsg()`,
  },
  'recv.notice': {
    says: 'The error queue tells of what was sent without a copy, and several that follow each other are told at once.',
    cite: 'Documentation/networking/msg_zerocopy.rst: "Notification Reception"; net/core/skbuff.c: skb_zerocopy_notify_extend()',
  },
  'recv.no-notice': {
    says: 'Where nothing was sent without a copy, or it failed or was denied, the error queue is empty: EAGAIN.',
    cite: `net/core/skbuff.c: msg_zerocopy_put_abort(); ${net}: hook_socket_sendmsg(), which comes before the stack`,
  },
  'recv.nothing': {
    says: 'Where nothing was sent, or what was to be sent was denied, there is nothing to receive: EAGAIN.',
    cite: `recv(2), MSG_DONTWAIT; ${net}: hook_socket_sendmsg(), which comes before the stack`,
  },
  'recv.delayed': {
    says: 'A byte of a stream may wait until the one before it is acknowledged.',
    cite: 'net/ipv4/tcp_output.c: tcp_nagle_test(); net/ipv4/tcp_input.c: __tcp_ack_snd_check()',
  },
  'recv.shared': {
    says: 'Of datagram sockets that share a port one receives, and which is not said.',
    cite: 'net/ipv4/udp.c: udp_lib_lookup2(), compute_score()',
  },
  'recv.end': {
    says: 'A stream that the other end finished, or that was shut down for reading, gives its end.',
    cite: 'net/ipv4/tcp.c: tcp_recvmsg_locked(), SOCK_DONE and RCV_SHUTDOWN',
  },
  'recv.repair': {
    says: 'In repair mode nothing is received: EPERM.',
    cite: 'net/ipv4/tcp.c: tcp_recvmsg_locked(), "tp->repair"',
  },
  'recv.pending': {
    says: 'What became of a connection, or of the last datagram, is told by the next receive, once.',
    cite: 'net/unix/af_unix.c: unix_stream_read_generic(); net/core/datagram.c: __skb_try_recv_datagram(); net/ipv4/tcp.c: tcp_recvmsg_locked(); net/ipv4/udp.c: __skb_recv_udp(), sock_error()',
  },
  'recv.unix-stream': {
    says: 'Landlock does not judge receiving: a UNIX stream gives what was sent to it, byte by byte.',
    cite: 'security/landlock/task.c: landlock_hooks[]; net/unix/af_unix.c: unix_stream_read_generic()',
  },
  'recv.unix-datagram': {
    says: 'Landlock does not judge receiving: a UNIX socket gives each message that was sent to it, once.',
    cite: 'security/landlock/task.c: landlock_hooks[]; net/unix/af_unix.c: __unix_dgram_recvmsg()',
  },
  'recv.not-connected': {
    says: 'A stream that is not connected has nothing to receive: ENOTCONN.',
    cite: 'net/ipv4/tcp.c: tcp_recvmsg_locked(); net/unix/af_unix.c: unix_seqpacket_recvmsg()',
  },
  'recv.unix-not-connected': {
    says: 'A UNIX stream that is not connected is EINVAL.',
    cite: 'net/unix/af_unix.c: unix_stream_read_generic()',
  },
  'sender.port': {
    says: 'A datagram of IP, or a message of SCTP, comes with the port that it was sent from.',
    cite: 'net/ipv4/udp.c: udp_recvmsg(), "msg->msg_name"; net/ipv6/udp.c: udpv6_recvmsg(), ipv6_addr_set_v4mapped(); net/sctp/protocol.c: sctp_inet_skb_msgname()',
  },
  'sender.unix': {
    says: 'What a UNIX socket receives comes with the name that its sender has then, or had when it was closed.',
    cite: 'net/unix/af_unix.c: unix_copy_addr(), unix_sock_destructor(), unix_stream_connect(), "newu->addr"',
  },
  'sender.unnamed': {
    says: 'A UNIX sender without a name gives no address.',
    cite: 'net/unix/af_unix.c: unix_copy_addr()',
  },
  'sender.none': {
    says: 'A stream of IP or of vsock, and the end of any stream, comes without an address.',
    cite: 'net/ipv4/tcp.c: tcp_recvmsg(); net/socket.c: __sys_recvfrom(), msg_namelen; net/unix/af_unix.c: unix_stream_read_generic()',
  },
  'sender.other': {
    says: 'Of stacks that no right is about, none has the port of a sender, and a hash has no sender.',
    cite: 'net/ipv4/ping.c: ping_recvmsg(), "sin_port = 0"; net/ipv4/raw.c: raw_recvmsg(), "sin_port = 0"; net/packet/af_packet.c: packet_recvmsg(); crypto/algif_hash.c: hash_recvmsg()',
  },
  'shutdown.ok': {
    says: 'A connected socket is shut down, and one of UNIX in any state.',
    cite: 'net/ipv4/af_inet.c: inet_shutdown(); net/unix/af_unix.c: unix_shutdown()',
  },
  'shutdown.not-connected': {
    says: 'A socket that is not connected is ENOTCONN.',
    cite: 'net/ipv4/af_inet.c: inet_shutdown()',
  },
  'shutdown.listener': {
    says: 'A listener that is shut down for reading stops to listen and may connect then.',
    cite: 'net/ipv4/af_inet.c: inet_shutdown(), case TCP_LISTEN',
  },
  'dup.ok': { says: 'A duplicate is the same socket.', cite: 'dup(2)' },
  'option.ok': { says: 'Landlock does not judge options.', cite: `${net}: landlock_hooks[]` },
  'option.unix': {
    says: 'A UNIX socket has the options of the socket layer alone.',
    cite: 'net/unix/af_unix.c: unix_setsockopt(); net/core/sock.c: sock_no_setsockopt()',
  },
  'option.vsock': {
    says: 'A vsock has options of the socket layer and of its own, and no others: ENOPROTOOPT.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_connectible_setsockopt()',
  },
  'option.range': {
    says: 'A range of ports that ends before it begins is EINVAL.',
    cite: 'net/ipv4/ip_sockglue.c: do_ip_setsockopt(), IP_LOCAL_PORT_RANGE',
  },
  'option.group': {
    says: 'A socket that joins a group of multicast is where it was for Landlock, which does not see it.',
    cite: 'net/ipv4/igmp.c: __ip_mc_join_group(); net/ipv6/mcast.c: __ipv6_sock_mc_join()',
  },
  'option.group-again': {
    says: 'Who joins a group twice on one device is told EADDRINUSE.',
    cite: 'net/ipv4/igmp.c: __ip_mc_join_group(); net/ipv6/mcast.c: __ipv6_sock_mc_join()',
  },
  'option.group-of-stream': {
    says: 'A stream joins no group: EPROTO.',
    cite: 'net/ipv4/ip_sockglue.c: do_ip_setsockopt(), IP_ADD_MEMBERSHIP; net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADD_MEMBERSHIP',
  },
  'option.zerocopy-none': {
    says: 'SO_ZEROCOPY is an option of TCP, UDP, vsock and RDS, and of nothing else, not of MPTCP either: EOPNOTSUPP.',
    cite: 'net/core/sock.c: sk_setsockopt(), SO_ZEROCOPY; net/mptcp/sockopt.c: mptcp_setsockopt_sol_socket()',
  },
  'option.zerocopy-value': {
    says: 'SO_ZEROCOPY is 0 or 1: EINVAL.',
    cite: 'net/core/sock.c: sk_setsockopt(), SO_ZEROCOPY',
  },
  'option.not-tcp': {
    says: 'Options of TCP are none of a UDP socket.',
    cite: 'net/ipv4/udp.c: udp_setsockopt(); net/ipv4/ip_sockglue.c: ip_setsockopt(); net/ipv6/ipv6_sockglue.c: ipv6_setsockopt()',
  },
  'option.not-udp': {
    says: 'Options of UDP are none of a TCP socket.',
    cite: 'net/ipv4/tcp.c: tcp_setsockopt(); net/ipv4/ip_sockglue.c: ip_setsockopt(); net/ipv6/ipv6_sockglue.c: ipv6_setsockopt()',
  },
  'option.mptcp-none': {
    says: 'MPTCP has neither repair mode nor corks of UDP: ENOPROTOOPT.',
    cite: 'net/mptcp/sockopt.c: mptcp_supported_sockopt()',
  },
  'option.uncork': {
    says: 'Without a cork, what it held back leaves as one datagram; Landlock judged each part when it was sent.',
    cite: `net/ipv4/udp.c: udp_lib_setsockopt(), UDP_CORK; ${net}: hook_socket_sendmsg()`,
  },
  'option.repair': {
    says: 'Whoever administers the network takes a socket into repair mode and out of it.',
    cite: 'net/ipv4/tcp.c: do_tcp_setsockopt(), TCP_REPAIR',
  },
  'option.repair-not-permitted': {
    says: 'Repair mode takes CAP_NET_ADMIN, and no listener.',
    cite: 'net/ipv4/tcp.c: tcp_can_repair_sock()',
  },
  'option.repair-value': {
    says: 'TCP_REPAIR is 1, 0 or -1.',
    cite: 'net/ipv4/tcp.c: do_tcp_setsockopt(), TCP_REPAIR',
  },
  'option.mptcp-connected': {
    says: 'A connected MPTCP socket does not change what its first connection was made with: EINVAL.',
    cite: 'net/mptcp/sockopt.c: mptcp_setsockopt_sol_socket(), mptcp_setsockopt_first_sf_only(); net/mptcp/protocol.c: __mptcp_nmpc_sk()',
  },
  'option.not-inet6': {
    says: 'Options of IPv6 are none of an IPv4 socket.',
    cite: 'net/ipv4/ip_sockglue.c: ip_setsockopt()',
  },
  'option.v6only-bound': {
    says: 'IPV6_V6ONLY cannot change once the socket has a port.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt()',
  },
  'option.addrform': {
    says: 'A socket connected to a v4-mapped address becomes an IPv4 one.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADDRFORM',
  },
  'option.addrform-family': {
    says: 'IPV6_ADDRFORM knows only AF_INET.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADDRFORM',
  },
  'option.addrform-corked': {
    says: 'A socket changes its family only once it holds no datagram of IPv6 back.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADDRFORM, "udp_sk(sk)->pending == AF_INET6"',
  },
  'option.addrform-idle': {
    says: 'Only a connected socket changes its family.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADDRFORM',
  },
  'option.addrform-inet6': {
    says: 'Only a socket connected to a v4-mapped address changes its family.',
    cite: 'net/ipv6/ipv6_sockglue.c: do_ipv6_setsockopt(), IPV6_ADDRFORM',
  },
  'option.fastopen-value': {
    says: 'TCP_FASTOPEN_CONNECT is 0 or 1, and TCP_FASTOPEN not negative.',
    cite: 'net/ipv4/tcp.c: do_tcp_setsockopt()',
  },
  'option.fastopen-state': {
    says: 'Fast Open is chosen before a socket is in use.',
    cite: 'net/ipv4/tcp.c: do_tcp_setsockopt()',
  },
  'connect.deferred': {
    says: 'With TCP_FASTOPEN_CONNECT and a cookie, an allowed connect succeeds before anything is sent.',
    cite: 'net/ipv4/tcp_fastopen.c: tcp_fastopen_defer_connect()',
  },
  'unix.scoped': {
    says: 'A domain with the abstract UNIX scope does not reach abstract sockets made outside of it: EPERM.',
    cite: `${rst}: "IPC scoping"; security/landlock/task.c: hook_unix_stream_connect(), hook_unix_may_send()`,
  },
  'unix.make-sock-denied': {
    says: 'A domain that handles MAKE_SOCK makes no socket file by bind in a directory where no rule allows it: EACCES.',
    cite: 'security/landlock/fs.c: hook_path_mknod(); net/unix/af_unix.c: unix_bind_bsd()',
  },
  'unix.resolve-denied': {
    says: 'A domain that handles RESOLVE_UNIX does not reach path sockets made outside of it without a rule: EACCES.',
    cite: 'security/landlock/fs.c: hook_unix_find(); include/uapi/linux/landlock.h: LANDLOCK_ACCESS_FS_RESOLVE_UNIX',
  },
  'bind.unix-auto': {
    says: 'A UNIX socket bound to no name is given an abstract one, or keeps its own.',
    cite: 'net/unix/af_unix.c: unix_autobind()',
  },
  'bind.v6only': {
    says: 'A v4-mapped address on a socket that is IPv6 only is EINVAL.',
    cite: 'net/ipv6/af_inet6.c: __inet6_bind()',
  },
  'listen.in-use': {
    says: 'Of sockets that share a port by SO_REUSEADDR only one listens.',
    cite: 'net/ipv4/inet_connection_sock.c: inet_csk_listen_start()',
  },
  'connect.unix-no-path': {
    says: 'A path where nothing is, is ENOENT.',
    cite: 'net/unix/af_unix.c: unix_find_bsd()',
  },
  'connect.unix-type': {
    says: 'The path of a UNIX socket of another type is EPROTOTYPE.',
    cite: 'net/unix/af_unix.c: unix_find_bsd(), unix_find_abstract()',
  },
  'connect.unix-busy': {
    says: 'A connected UNIX stream is EISCONN.',
    cite: 'net/unix/af_unix.c: unix_stream_connect()',
  },
  'connect.unix-listening': {
    says: 'A listening UNIX stream cannot connect.',
    cite: 'net/unix/af_unix.c: unix_stream_connect()',
  },
  'create.unmapped': {
    says: 'An attribute where no memory is, is EFAULT once its size is taken.',
    cite: 'include/linux/uaccess.h: copy_struct_from_user()',
  },
  'rule.parent-not-open': {
    says: 'A parent descriptor that is not open, or of a path that is not there, is EBADF.',
    cite: `${syscalls}: get_path_from_fd()`,
  },
  'rule.parent-not-a-file': {
    says: 'A ruleset is no parent of files: EBADFD.',
    cite: `${syscalls}: get_path_from_fd()`,
  },
  'rule.not-for-a-file': {
    says: 'A rule for what is no directory takes only rights that make sense for a file, RESOLVE_UNIX among them, and not MAKE_SOCK: EINVAL.',
    cite: 'security/landlock/fs.c: landlock_append_fs_rule(), ACCESS_FILE',
  },
  'rule.path-ok': {
    says: 'A valid rule adds to what its path was allowed, and all that is beneath it.',
    cite: 'security/landlock/fs.c: landlock_append_fs_rule()',
  },
  'opaque.bind': {
    says: 'No right is about binding this kind of socket: it is never denied.',
    cite: `${net}: hook_socket_bind()`,
  },
  'opaque.connect': {
    says: 'No right is about connecting this kind of socket: it is never denied.',
    cite: `${net}: hook_socket_connect()`,
  },
  'opaque.bindx': {
    says: 'Landlock does not judge an option of SCTP that binds.',
    cite: 'net/sctp/socket.c: sctp_setsockopt_bindx(), security_sctp_bind_connect(), for which landlock_hooks[] has nothing',
  },
  'opaque.connectx': {
    says: 'Landlock does not judge an option of SCTP that connects.',
    cite: 'net/sctp/socket.c: __sctp_setsockopt_connectx(), security_sctp_bind_connect(), for which landlock_hooks[] has nothing',
  },
  'opaque.listen': { says: 'Landlock does not judge listen.', cite: `${net}: landlock_hooks[]` },
  'opaque.accept': { says: 'Landlock does not judge accept.', cite: `${net}: landlock_hooks[]` },
  'opaque.sendto': {
    says: 'No right is about sending through this kind of socket: it is never denied.',
    cite: `${net}: hook_socket_sendmsg()`,
  },
  'opaque.recv': { says: 'Landlock does not judge receiving.', cite: `${net}: landlock_hooks[]` },
  'opaque.shutdown': { says: 'Landlock does not judge shutdown.', cite: `${net}: landlock_hooks[]` },
  'opaque.setsockopt': { says: 'Landlock does not judge options.', cite: `${net}: landlock_hooks[]` },
  'other.no-call': {
    says: 'What a kind of socket has no call for is EOPNOTSUPP.',
    cite: 'net/core/sock.c: sock_no_bind(), sock_no_connect(), sock_no_listen(), sock_no_accept(), sock_no_shutdown(), sock_no_getname(), sock_no_sendmsg(); net/rds/send.c: rds_sendmsg(), MSG_NOSIGNAL',
  },
  'ping.bind': {
    says: 'No right is about ping sockets: one takes an identifier that is free.',
    cite: `${net}: hook_socket_bind(), sk_is_udp(); net/ipv4/ping.c: ping_bind()`,
  },
  'ping.bound': {
    says: 'A ping socket that has an identifier is EINVAL.',
    cite: 'net/ipv4/ping.c: ping_bind(), "isk->inet_num != 0"',
  },
  'ping.in-use': {
    says: 'Ping sockets share an identifier, unless one of them is told not to: EADDRINUSE.',
    cite: 'net/ipv4/ping.c: ping_get_port(); net/ipv4/af_inet.c: inetsw_array[]; net/ipv6/ping.c: pingv6_protosw, INET_PROTOSW_REUSE',
  },
  'ping.connect': {
    says: 'No right is about ping sockets: one connects to this machine.',
    cite: `${net}: hook_socket_connect(), sk_is_udp(); net/ipv4/datagram.c: __ip4_datagram_connect(); net/ipv6/datagram.c: ip6_datagram_connect_v6_only()`,
  },
  'ping.no-echo': {
    says: 'A ping socket sends nothing but echo requests: EINVAL.',
    cite: 'net/ipv4/ping.c: ping_common_sendmsg(), ping_supported()',
  },
  'ping.no-peer': {
    says: 'A ping socket without an address and a peer is EDESTADDRREQ.',
    cite: 'net/ipv4/ping.c: ping_v4_sendmsg(); net/ipv6/ping.c: ping_v6_sendmsg()',
  },
  'ping.shut': {
    says: 'A ping socket that was shut down for writing sends nothing: EPIPE.',
    cite: 'net/core/sock.c: sock_alloc_send_pskb(), SEND_SHUTDOWN',
  },
  'ping.echo': {
    says: 'No right is about ping sockets: an echo request leaves.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); net/ipv4/ping.c: ping_v4_sendmsg(); net/ipv6/ping.c: ping_v6_sendmsg()`,
  },
  'ping.recv': {
    says: 'This machine replies to each echo request, to the socket that sent it.',
    cite: 'net/ipv4/ping.c: ping_rcv(), ping_lookup(); RFC 792',
  },
  'raw.bind': {
    says: 'No right is about raw sockets: one is bound, and again.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/ipv4/raw.c: raw_bind(); net/ipv6/raw.c: rawv6_bind()`,
  },
  'raw.connected': {
    says: 'A connected raw socket is not bound: EINVAL.',
    cite: 'net/ipv4/raw.c: raw_bind(), TCP_CLOSE; net/ipv6/raw.c: rawv6_bind()',
  },
  'raw.connect': {
    says: 'No right is about raw sockets: one connects to this machine.',
    cite: `${net}: hook_socket_connect(), sk_is_tcp(), sk_is_udp(); net/ipv4/datagram.c: __ip4_datagram_connect()`,
  },
  'raw.no-peer': {
    says: 'A raw socket without an address and a peer is EDESTADDRREQ.',
    cite: 'net/ipv4/raw.c: raw_sendmsg(); net/ipv6/raw.c: rawv6_sendmsg()',
  },
  'raw.port': {
    says: 'The port of an address of a raw IPv6 socket is its protocol, or zero: else EINVAL.',
    cite: 'net/ipv6/raw.c: rawv6_sendmsg(), "proto != inet->inet_num"',
  },
  'raw.short': {
    says: 'A raw socket of ICMP reads the type of a message: one of a byte is EFAULT.',
    cite: 'net/ipv4/raw.c: raw_probe_proto_opt(); net/ipv6/raw.c: rawv6_probe_proto_opt()',
  },
  'raw.send': {
    says: 'No right is about raw sockets: what is sent leaves.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); net/ipv4/raw.c: raw_sendmsg(); net/ipv6/raw.c: rawv6_sendmsg()`,
  },
  'raw.recv': {
    says: 'A raw socket sees each packet of its protocol that comes, its own and the replies to it as well.',
    cite: 'net/ipv4/raw.c: raw_v4_input(); net/ipv6/raw.c: ipv6_raw_deliver()',
  },
  'packet.bind': {
    says: 'No right is about packet sockets: one is bound, and again.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/packet/af_packet.c: packet_do_bind()`,
  },
  'packet.no-device': {
    says: 'A packet without a device is ENXIO.',
    cite: 'net/packet/af_packet.c: packet_snd()',
  },
  'packet.short': {
    says: 'A raw packet that is shorter than a header of Ethernet is EINVAL.',
    cite: 'net/packet/af_packet.c: packet_snd(), dev_validate_header()',
  },
  'packet.send': {
    says: 'No right is about packet sockets: a packet goes over the loopback device.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); net/packet/af_packet.c: packet_snd()`,
  },
  'packet.recv': {
    says: 'A packet socket receives each packet of its protocol.',
    cite: 'net/packet/af_packet.c: packet_rcv()',
  },
  'netlink.bind': {
    says: 'No right is about netlink: a socket is bound.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/netlink/af_netlink.c: netlink_bind()`,
  },
  'netlink.bound': {
    says: 'A netlink socket keeps the port that it has: another one is EINVAL.',
    cite: 'net/netlink/af_netlink.c: netlink_bind(), "nladdr->nl_pid != nlk->portid"',
  },
  'netlink.connect': {
    says: 'No right is about netlink: a socket connects to the kernel.',
    cite: `${net}: hook_socket_connect(), sk_is_tcp(), sk_is_udp(); net/netlink/af_netlink.c: netlink_connect()`,
  },
  'netlink.send': {
    says: 'No right is about netlink: the kernel takes what is sent, and leaves it where it is no message.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); net/netlink/af_netlink.c: netlink_rcv_skb()`,
  },
  'netlink.peer': {
    says: 'The peer of a netlink socket is the kernel.',
    cite: 'net/netlink/af_netlink.c: netlink_getname()',
  },
  'alg.bind': {
    says: 'No right is about AF_ALG: a socket is bound to a hash, and again.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); crypto/af_alg.c: alg_bind()`,
  },
  'alg.no-hash': {
    says: 'A hash that the kernel has not is ENOENT.',
    cite: 'crypto/af_alg.c: alg_bind(); crypto/api.c: crypto_alg_mod_lookup()',
  },
  'alg.unbound': {
    says: 'A socket of AF_ALG that is bound to nothing gives no operation: EINVAL.',
    cite: 'crypto/af_alg.c: af_alg_accept(), "if (!type)"',
  },
  'alg.accept': {
    says: 'Landlock does not judge accept: a bound socket of AF_ALG gives an operation.',
    cite: `${net}: landlock_hooks[]; crypto/af_alg.c: af_alg_accept()`,
  },
  'alg.send': {
    says: 'No right is about AF_ALG: an operation takes bytes.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); crypto/algif_hash.c: hash_sendmsg()`,
  },
  'alg.recv': {
    says: 'An operation gives the hash of what it took.',
    cite: 'crypto/algif_hash.c: hash_recvmsg()',
  },
  'sctp.bind': {
    says: 'No right is about SCTP: a socket of either style is bound.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/sctp/socket.c: sctp_bind(), sctp_do_bind()`,
  },
  'sctp.bind-invalid': {
    says: 'An SCTP socket that has a port, or an IPv4 one that is given no whole address of IPv4, is EINVAL.',
    cite: 'net/sctp/socket.c: sctp_bind(), sctp_do_bind(), sctp_sockaddr_af()',
  },
  'sctp.in-use': {
    says: 'An address and port that another SCTP socket has are EADDRINUSE.',
    cite: 'net/sctp/socket.c: sctp_get_port_local()',
  },
  'sctp.listen': {
    says: 'An SCTP socket of either style listens, on a port that it is given where it has none.',
    cite: 'net/sctp/socket.c: sctp_inet_listen(), sctp_listen_start()',
  },
  'sctp.listen-connected': {
    says: 'A one-to-one SCTP socket with an association does not listen: EINVAL.',
    cite: 'net/sctp/socket.c: sctp_inet_listen(), "sock->state != SS_UNCONNECTED"',
  },
  'sctp.listen-none': {
    says: 'A backlog of 0 ends the listening of an SCTP socket; one that does not listen is EINVAL.',
    cite: 'net/sctp/socket.c: sctp_inet_listen(), "!backlog"',
  },
  'sctp.unspec': {
    says: 'An SCTP socket does not dissolve its association by AF_UNSPEC: EOPNOTSUPP.',
    cite: 'net/sctp/socket.c: sctp_inet_connect(), AF_UNSPEC',
  },
  'sctp.connected': {
    says: 'An SCTP socket with an association to that address is EISCONN.',
    cite: 'net/sctp/socket.c: __sctp_connect(), sctp_connect_new_asoc()',
  },
  'sctp.connect-invalid': {
    says: 'An SCTP socket of IPv4 takes no address of another family, nor a part of one: EINVAL.',
    cite: 'net/sctp/socket.c: sctp_inet_connect(), sctp_verify_addr(); net/sctp/protocol.c: sctp_v4_af_supported()',
  },
  'sctp.connect': {
    says: 'No right is about SCTP: a socket connects to one of its style that listens.',
    cite: `${net}: hook_socket_connect(), sk_is_tcp(), sk_is_udp(); net/sctp/socket.c: sctp_inet_connect()`,
  },
  'sctp.refused': {
    says: 'Where no SCTP socket listens, the stack answers with ABORT: ECONNREFUSED.',
    cite: 'net/sctp/sm_statefuns.c: sctp_sf_tabort_8_4_8(), sctp_sf_cookie_wait_abort()',
  },
  'sctp.accept': {
    says: 'A one-to-one SCTP socket that listens gives the oldest association.',
    cite: 'net/sctp/socket.c: sctp_accept()',
  },
  'sctp.send-nobody': {
    says: 'Without an address a message goes to the one association of a socket; one that has none, or may have many, is EPIPE.',
    cite: 'net/sctp/socket.c: sctp_sendmsg(), sctp_sendmsg_check_sflags()',
  },
  'sctp.send': {
    says: 'A one-to-one SCTP socket sends a message to the other end of its association.',
    cite: 'net/sctp/socket.c: sctp_sendmsg_to_asoc()',
  },
  'sctp.recv-listening': {
    says: 'A one-to-one SCTP socket that listens receives nothing: ENOTCONN.',
    cite: 'net/sctp/socket.c: sctp_recvmsg()',
  },
  'sctp.recv': {
    says: 'An SCTP socket gives the oldest message that came.',
    cite: 'net/sctp/socket.c: sctp_recvmsg(), sctp_skb_recv_datagram()',
  },
  'tipc.reserved': {
    says: 'A TIPC socket takes no type of service that is reserved, which the stack calls EACCES, with a sandbox or without.',
    cite: 'net/tipc/socket.c: tipc_bind(), TIPC_RESERVED_TYPES',
  },
  'tipc.bind': {
    says: 'No right is about TIPC: a socket is bound to the name of a service, and to further ones.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/tipc/socket.c: tipc_bind()`,
  },
  'rds.bind': {
    says: 'No right is about RDS: a socket is bound.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/rds/bind.c: rds_bind()`,
  },
  'rds.bound': {
    says: 'An RDS socket that has an address is EINVAL.',
    cite: 'net/rds/bind.c: rds_bind(), "rs->rs_bound_addr"',
  },
  'rds.connect': {
    says: 'No right is about RDS: a socket connects.',
    cite: `${net}: hook_socket_connect(), sk_is_tcp(), sk_is_udp(); net/rds/af_rds.c: rds_connect()`,
  },
  'smc.connect': {
    says: 'An SMC socket connects to a TCP listener by a connection of TCP that the kernel makes, whatever ports are allowed: a gap.',
    cite: `net/smc/af_smc.c: smc_connect(), kernel_connect(), smc_connect_fallback(); ${net}: hook_socket_connect(), sk_is_tcp(); security/landlock/errata/abi-4.h`,
  },
  'smc.refused': {
    says: 'Where nobody listens, an SMC socket is refused.',
    cite: 'net/smc/af_smc.c: smc_connect(), kernel_connect()',
  },
  'vsock.invalid': {
    says: 'A vsock takes addresses of vsock only, of 16 bytes, and a listener connects to none: EINVAL.',
    cite: 'net/vmw_vsock/vsock_addr.c: vsock_addr_cast(); net/vmw_vsock/af_vsock.c: vsock_bind(), vsock_connect()',
  },
  'vsock.bound': {
    says: 'A vsock that has a port is EINVAL.',
    cite: 'net/vmw_vsock/af_vsock.c: __vsock_bind(), vsock_addr_bound()',
  },
  'vsock.not-here': {
    says: 'A context that is not this machine is EADDRNOTAVAIL.',
    cite: 'net/vmw_vsock/af_vsock.c: __vsock_bind(), vsock_find_cid()',
  },
  'vsock.in-use': {
    says: 'A port that another vsock has is EADDRINUSE.',
    cite: 'net/vmw_vsock/af_vsock.c: __vsock_bind_connectible()',
  },
  'vsock.bind': {
    says: 'No right is about vsock: it binds to a free port.',
    cite: `${net}: hook_socket_bind(), sk_is_tcp(), sk_is_udp(); net/vmw_vsock/af_vsock.c: __vsock_bind()`,
  },
  'vsock.connected': {
    says: 'A connected vsock is EISCONN, also for a send with an address.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_connect(), vsock_connectible_sendmsg()',
  },
  'vsock.refused': {
    says: 'Where no vsock of that type listens, or no more may wait, the other end resets: ECONNRESET.',
    cite: 'net/vmw_vsock/virtio_transport_common.c: virtio_transport_recv_pkt(), virtio_transport_recv_listen()',
  },
  'vsock.connect': {
    says: 'No right is about vsock: it connects to a listener of this machine.',
    cite: `${net}: hook_socket_connect(), sk_is_tcp(), sk_is_udp(); net/vmw_vsock/vsock_loopback.c`,
  },
  'vsock.unbound': {
    says: 'A vsock without a port, or with a connection, does not listen: EINVAL.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_listen()',
  },
  'vsock.listen': {
    says: 'A vsock with a port listens.',
    cite: `net/vmw_vsock/af_vsock.c: vsock_listen(); ${net}: landlock_hooks[]`,
  },
  'vsock.send-to': {
    says: 'A vsock without a connection sends to no address: EOPNOTSUPP.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_connectible_sendmsg(), "msg->msg_namelen"',
  },
  'vsock.not-connected': {
    says: 'A vsock without a connection neither sends, receives nor is shut down: ENOTCONN.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_connectible_sendmsg(), __vsock_connectible_recvmsg(), vsock_shutdown()',
  },
  'vsock.send': {
    says: 'No right is about vsock: what is sent goes to the other end.',
    cite: `${net}: hook_socket_sendmsg(), sk_is_udp(); net/vmw_vsock/af_vsock.c: vsock_connectible_sendmsg()`,
  },
  'vsock.recv': {
    says: 'A vsock receives what was sent to it: bytes of a stream, messages in sequence.',
    cite: 'net/vmw_vsock/af_vsock.c: __vsock_stream_recvmsg(), __vsock_seqpacket_recvmsg()',
  },
  'vsock.shutdown': {
    says: 'A connected vsock is shut down.',
    cite: 'net/vmw_vsock/af_vsock.c: vsock_shutdown()',
  },
  'name.unix': { says: 'A UNIX socket has a name, and no port.', cite: 'net/unix/af_unix.c: unix_getname()' },
  'name.port': {
    says: 'The local port is the one that was bound, by name or by the kernel.',
    cite: 'getsockname(2)',
  },

  'namespace.user': {
    says: 'A user namespace may be made by anybody, and whoever comes into one has all capabilities there.',
    cite: 'user_namespaces(7); kernel/user_namespace.c: create_user_ns(), userns_install()',
  },
  'namespace.unmapped': {
    says: 'Who has no name in its user namespace makes none in it: EPERM.',
    cite: 'kernel/user_namespace.c: create_user_ns(), "kuid_has_mapping()"',
  },
  'namespace.same': {
    says: 'Nobody enters the user namespace again that it is in.',
    cite: 'kernel/user_namespace.c: userns_install()',
  },
  'namespace.net': {
    says: 'A network namespace has ports and names of its own, and sockets stay in the one where they were opened.',
    cite: 'network_namespaces(7); net/core/net_namespace.c: netns_install()',
  },
  'namespace.unprivileged': {
    says: 'Making or entering a network namespace needs CAP_SYS_ADMIN over it and in one’s own user namespace: EPERM.',
    cite: 'kernel/nsproxy.c: unshare_nsproxy_namespaces(); net/core/net_namespace.c: netns_install()',
  },
  'race.addrform': {
    says: 'A socket that turns from IPv6 to IPv4 meanwhile sends nothing to a port that is denied.',
    cite: `${hook}, "sk_family can change concurrently"`,
  },
  'race.autobind': {
    says: 'A bind at the same time gives a datagram no port that neither was granted.',
    cite: `${net}: current_check_autobind_udp_socket(), "Hold the socket lock"`,
  },
  'race.snapshot': {
    says: 'What is enforced is the ruleset as it was at one moment: the rules that were added until then.',
    cite: `${syscalls}: sys_landlock_restrict_self(), "mutex_lock(&ruleset->lock)"`,
  },
  'race.tsync': {
    says: 'Of two threads that enforce for all at once one waits, and is restarted, as one is that gets a signal: both succeed, and no layer is lost.',
    cite: 'security/landlock/tsync.c: landlock_restrict_sibling_threads(), restart_syscall(), ERESTARTNOINTR',
  },
  'look.started': {
    says: 'A thread of a process may look at its own files in /proc whenever it likes.',
    cite: 'proc_pid_stat(5), proc_pid_maps(5), proc_pid_exe(5)',
  },
  'pass.sent': {
    says: 'Any socket may be sent over a UNIX socket, which keeps it open on its way.',
    cite: 'unix(7), SCM_RIGHTS; net/core/scm.c: scm_fp_copy()',
  },
  'pass.empty': {
    says: 'Where nothing waits, there is no descriptor to receive.',
    cite: 'recvmsg(2), MSG_DONTWAIT',
  },
  'pass.received': {
    says: 'A socket that was sent is received whatever the domains of sender and receiver are: no right is about it.',
    cite: 'net/core/scm.c: scm_detach_fds(); security/landlock/net.c: landlock_hooks[]',
  },
  'ruleset-fd.same': {
    says: 'A duplicate is a descriptor of the same ruleset.',
    cite: 'dup(2)',
  },
  'ruleset-fd.passed': {
    says: 'A ruleset may be sent and taken as any other file, and who has a descriptor may add rules and enforce it.',
    cite: `${syscalls}: get_ruleset_from_fd(); "This reentrant design"; unix(7), SCM_RIGHTS`,
  },
  'trace.other-domain': {
    says: 'A process looks only into processes in its own domain or in one nested in it: EPERM.',
    cite: `${rst}: "Ptrace restrictions"; security/landlock/task.c: hook_ptrace_access_check()`,
  },
  'trace.unprivileged': {
    says: 'Who looks into a process with further capabilities needs CAP_SYS_PTRACE: EPERM.',
    cite: 'security/commoncap.c: cap_ptrace_access_check()',
  },
  'trace.itself': {
    says: 'Nobody traces a thread of the own process.',
    cite: 'ptrace(2); kernel/ptrace.c: ptrace_attach()',
  },
  'trace.attached': {
    says: 'Whoever may look into a process may trace it.',
    cite: `${rst}: "Ptrace restrictions"; kernel/ptrace.c: ptrace_attach()`,
  },
  'trace.traceme': {
    says: 'A process has its parent trace it that might do so by itself.',
    cite: 'security/landlock/task.c: hook_ptrace_traceme()',
  },
  'trace.proc': {
    says: 'Whoever may look into a process opens its files and namespaces in /proc.',
    cite: 'fs/proc/base.c: proc_pid_get_link(); fs/proc/namespaces.c: proc_ns_get_link()',
  },
  'trace.proc-denied': {
    says: 'Who may not look into a process does not follow what leads into it in /proc: EACCES.',
    cite: 'proc(5); fs/proc/base.c: proc_pid_get_link(); fs/proc/namespaces.c: proc_ns_get_link()',
  },
  'pass.not-open': {
    says: 'Whoever may take a descriptor is told whether it is open.',
    cite: 'kernel/pid.c: __pidfd_fget()',
  },
  'pass.taken': {
    says: 'A descriptor that is taken is one more of the same socket.',
    cite: 'pidfd_getfd(2)',
  },
  'pass.file': {
    says: 'Whoever may look into a process may take the descriptors of other files: no right is about those.',
    cite: 'pidfd_getfd(2)',
  },

  'route.submitting-thread': {
    says: 'The submitting thread of a ring acts with the credentials of whoever made the ring: a gap, if that was before the sandbox.',
    cite: 'io_uring/sqpoll.c: __io_sq_thread(), "if (ctx->sq_creds != current_cred())"',
  },
  'route.personality': {
    says: 'A request may act with credentials that were registered with its ring: a gap, if that was before the sandbox.',
    cite: 'io_uring/io_uring.c: io_init_req(), "override_creds(req->creds)"; io_uring_register(2), IORING_REGISTER_PERSONALITY',
  },
  'route.early-thread': {
    says: 'A domain is that of one thread: others that were there before keep theirs, and capabilities are a thread’s own, too.',
    cite: `${rst}: "Inheritance"; capabilities(7)`,
  },
  'route.exec': {
    says: 'Without no_new_privs, root has all capabilities again after execve(2); the domain stays.',
    cite: 'security/commoncap.c: cap_bprm_creds_from_file(); security/landlock/cred.c: hook_cred_prepare()',
  },
  'route.exec-raises': {
    says: 'For root, execve(2) raises the capabilities that are permitted, and with no_new_privs no more than these.',
    cite: 'security/commoncap.c: cap_bprm_creds_from_file(), handle_privileged_root()',
  },
  'route.fastopen-begins': {
    says: 'Through io_uring, Fast Open begins to connect and does not wait for it.',
    cite: 'io_uring/net.c: io_sendmsg(), "flags |= MSG_DONTWAIT"',
  },
  ...auditClauses,
  ...signalClauses,
  ...addedClauses,
} as const satisfies Readonly<Record<string, Clause>>

/** Every rule of the model. An outcome names the clause that decided it; the suite's coverage is counted in clauses. */
export const clauses = { ...mergedClauses, ...designClauses } as const

export type ClauseId = keyof typeof clauses

/** The clauses that may decide something on a target: those of designs only where it has designs. */
export const clausesOf = ({ designs }: Target): Readonly<Partial<typeof clauses>> =>
  designs.length > 0 ? clauses : mergedClauses
