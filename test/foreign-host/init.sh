#!/bin/sh
# The first process of a machine of another architecture: does what somebody there would type, and says how each ended.
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
mount -t securityfs securityfs /sys/kernel/security
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root LANG=C.UTF-8

# Its output comes line by line, whatever is said on which of the two.
try() {
	echo "\$ landlockstep $*"
	/app/node_modules/.bin/landlockstep "$@" 2>&1
	echo "# exit code $? of $1"
}

uname -a
node --version
try --version
try run --kernel native --filter denial-is-final
try fuzz --kernel native --time 60s
echo o >/proc/sysrq-trigger
sleep 10
