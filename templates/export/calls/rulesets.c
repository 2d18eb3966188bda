// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(enforce_layers)
/* A ruleset to enforce: what it handles, and what it allows of that. */
struct layer {
	struct landlock_ruleset_attr attr;
	/* As many as allow something. */
	struct landlock_net_port_attr rules[MAX_RULES];
};

static void add_port_rule(struct __test_metadata *const _metadata,
			  const int ruleset_fd,
			  const struct landlock_net_port_attr *const rule)
{
	if (!rule->allowed_access)
		return;

	ASSERT_EQ(0, landlock_add_rule(ruleset_fd, LANDLOCK_RULE_NET_PORT, rule,
				       0));
}

/* Enforces one after the other, up to the first that handles nothing. */
static void enforce_layers(struct __test_metadata *const _metadata,
			   const struct layer *layer, const size_t count)
{
	const struct landlock_ruleset_attr nothing = {};
	const struct layer *const end = layer + count;

	for (; layer < end; layer++) {
		int ruleset_fd;

		if (!memcmp(&layer->attr, &nothing, sizeof(nothing)))
			return;

		ruleset_fd = landlock_create_ruleset(&layer->attr,
						     sizeof(layer->attr), 0);
		ASSERT_LE(0, ruleset_fd);
		for (int i = 0; i < MAX_RULES; i++)
			add_port_rule(_metadata, ruleset_fd, &layer->rules[i]);
		ASSERT_EQ(0, landlock_restrict_self(ruleset_fd, 0));
		EXPECT_EQ(0, close(ruleset_fd));
	}
}

#endif
#if NEED(create_ruleset)
static int create_ruleset(const void *const attr, const size_t size,
			  const __u32 flags)
{
	return value(syscall(__NR_landlock_create_ruleset, attr, size, flags));
}

#endif
#if NEED(create_ruleset_sized)
/* The same with more bytes than the attribute has, all 0 but the last one. */
static int create_ruleset_sized(const struct landlock_ruleset_attr *const attr,
				const size_t size, const char last_byte,
				const __u32 flags)
{
	char bytes[8192] = {};

	memcpy(bytes, attr, sizeof(*attr));
	if (size > 0 && size <= sizeof(bytes))
		bytes[size - 1] = last_byte;
	return value(syscall(__NR_landlock_create_ruleset, bytes, size, flags));
}

#endif
#if NEED(add_rule)
static int add_rule(const int ruleset_fd, const int type,
		    const void *const attr, const __u32 flags)
{
	return outcome(landlock_add_rule(ruleset_fd, type, attr, flags));
}

#endif
#if NEED(add_net_port)
static int add_net_port(const int ruleset_fd, const __u64 allowed_access,
			const __u64 port, const __u32 flags)
{
	const struct landlock_net_port_attr attr = {
		.allowed_access = allowed_access,
		.port = port,
	};

	return outcome(landlock_add_rule(ruleset_fd, LANDLOCK_RULE_NET_PORT,
					 &attr, flags));
}

#endif
#if NEED(add_path_beneath)
static int add_path_beneath(const int ruleset_fd, const __u64 allowed_access,
			    const int parent_fd, const __u32 flags)
{
	const struct landlock_path_beneath_attr attr = {
		.allowed_access = allowed_access,
		.parent_fd = parent_fd,
	};

	return outcome(landlock_add_rule(ruleset_fd, LANDLOCK_RULE_PATH_BENEATH,
					 &attr, flags));
}

#endif
#if NEED(restrict_self)
static int restrict_self(const int ruleset_fd, const __u32 flags)
{
	return outcome(landlock_restrict_self(ruleset_fd, flags));
}

#endif
