#!/bin/sh
# Process 1 of a lab host. It is started in new mount, process, host name and IPC namespaces and in the host's network
# namespace; it gives the host its own /proc, /sys, /run and /etc and then waits. When it dies, the kernel kills
# everything on the host: that is how a power loss is played. The engine and the agent are started by others (see
# host_spawn) and become its children; a shell that waits is also what buries their dead.
#
# usage: boot.sh NAME DIR ADDRESS SERVER
set -eu
name=$1 dir=$2 address=$3 server=$4

# /proc is still the one of the machine: it shows the number by which the machine knows this process
read -r pid rest </proc/self/stat

mount --make-rprivate /
mount -t proc proc /proc

# /sys shows the network devices of the namespace in which it was mounted: mount it again, and keep the control groups
mkdir -p "$dir/cgroup"
mount --rbind /sys/fs/cgroup "$dir/cgroup"
mount -t sysfs sysfs /sys
mount --rbind "$dir/cgroup" /sys/fs/cgroup
umount -l "$dir/cgroup"

mount -t tmpfs -o mode=755 run /run
mkdir -p /run/lock

# An /etc of its own on top of the machine's, without the machine's /etc/docker: that may hold settings of the machine's
# engine, and the key from which an engine makes its ID. With a shared key all hosts would claim to be the same one.
booted_before=false
[ ! -e "$dir/etc" ] || booted_before=true
mkdir -p "$dir/etc" "$dir/etc.work"
mount -t overlay -o "lowerdir=/etc,upperdir=$dir/etc,workdir=$dir/etc.work" overlay /etc
"$booted_before" || rm -rf /etc/docker
mkdir -p /etc/docker
rm -f /etc/hostname /etc/hosts /etc/resolv.conf
echo "$name" >/etc/hostname
printf '127.0.0.1 localhost\n%s %s\n%s drover-server\n' "$address" "$name" "$server" >/etc/hosts
# a name server that cannot be reached, so that looking up a name fails at once instead of after a time-out
printf 'nameserver 198.51.100.53\noptions timeout:1 attempts:1\n' >/etc/resolv.conf

# where an agent in a container keeps its state, by its registration command
mkdir -p "$dir/state" /var/lib/drover
mount --bind "$dir/state" /var/lib/drover

hostname "$name"
ip link set lo up
# the kernel limits the rate of its "unreachable" answers; without them a failing image pull takes seconds
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit

trap 'exit 0' TERM
echo "$pid" >"$dir/init.pid.new"
mv "$dir/init.pid.new" "$dir/init.pid"

sleep infinity &
while :; do wait || true; done
