/* A header of the same form as landlock.h, made for the tests. */
#define LANDLOCK_CREATE_RULESET_VERSION (1U << 0) /* asks for the ABI */
#define LANDLOCK_ADD_RULE_QUIET			(1U << 0)
#define LANDLOCK_RESTRICT_SELF_TSYNC	(1U << 3)

struct landlock_ruleset_attr {
	/** @handled_access_fs: files; */
	__u64 handled_access_fs;
	__u64 handled_access_net; // ports
};

enum landlock_rule_type {
	LANDLOCK_RULE_PATH_BENEATH = 1,
	LANDLOCK_RULE_NET_PORT,
};

struct landlock_path_beneath_attr {
	__u64 allowed_access;
	__s32 parent_fd;
} __attribute__((packed));

struct landlock_net_port_attr {
	__u64 allowed_access;
	__u64 port;
};

#define LANDLOCK_ACCESS_FS_EXECUTE (1ULL << 0)
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)
#define LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP (1ULL << 3)
#define LANDLOCK_SCOPE_SIGNAL (1ULL << 1)
