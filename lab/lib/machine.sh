# shellcheck shell=bash
# What the lab needs from this machine as a whole: packages, one command at a time, and a few raised limits.

install_lab_packages() {
  need_commands "the lab" docker=docker.io dockerd=docker.io ip=iproute2 bridge=iproute2 iptables=iptables \
    ebtables=iptables curl=curl nsenter=util-linux setsid=util-linux flock=util-linux
}

# Commands that change the lab run one after another. Everything that stays behind in the background must close
# descriptor 9, or the lock would never be free again.
lock_lab() {
  mkdir -p "$LAB_DIR"
  exec 9>"$LAB_DIR/lock"
  flock -w 300 9 || fail "another lab command has been running for five minutes" "see 'fuser -v $LAB_DIR/lock'"
}

# in_parallel FUNCTION HOST...: runs it for every host, a few at a time; fails when one of them failed.
in_parallel() {
  local task=$1 host running=0 failed=0
  shift
  for host; do
    ("$task" "$host") &
    if ((++running >= LAB_JOBS)); then
      wait -n || failed=1
      running=$((running - 1))
    fi
  done
  while ((running-- > 0)); do wait -n || failed=1; done
  return $failed
}

# These limits are counted over all namespaces, so many hosts together meet them. They are raised while a lab is up and
# put back by the last one that goes down: each lab leaves a file here.
LIMITS=/run/drover-lab-limits
RAISED_LIMITS="net/ipv4/neigh/default/gc_thresh3=16384 net/ipv4/neigh/default/gc_thresh2=8192
  net/ipv4/neigh/default/gc_thresh1=4096 fs/inotify/max_user_instances=8192 kernel/pid_max=262144"

raise_limits() {
  local limit name
  mkdir -p "$LIMITS/labs"
  touch "$LIMITS/labs/$LAB_NAME"
  mountpoint -q /run/netns || touch "$LIMITS/netns-is-ours" # the first 'ip netns add' mounts it
  for limit in $RAISED_LIMITS; do
    name=${limit%=*}
    [[ -e /proc/sys/$name ]] || continue # a container does not see all of them
    [[ -e $LIMITS/${name//\//.} ]] || cat "/proc/sys/$name" >"$LIMITS/${name//\//.}"
    (($(<"/proc/sys/$name") >= ${limit#*=})) || echo "${limit#*=}" >"/proc/sys/$name" || true
  done
}

restore_limits() {
  local limit name
  rm -f "$LIMITS/labs/$LAB_NAME"
  rmdir "$LIMITS/labs" 2>/dev/null || return 0
  for limit in $RAISED_LIMITS; do
    name=${limit%=*}
    [[ ! -e $LIMITS/${name//\//.} ]] || cat "$LIMITS/${name//\//.}" >"/proc/sys/$name" || true
  done
  [[ ! -e $LIMITS/netns-is-ours || -n $(ls /run/netns 2>/dev/null) ]] || { umount /run/netns && rmdir /run/netns; } || true
  rm -rf "$LIMITS"
}
