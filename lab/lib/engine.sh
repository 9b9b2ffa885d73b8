# shellcheck shell=bash
# The Docker engine of a host: its own dockerd with its own containerd, reachable inside the host at /run/docker.sock and
# from this machine at h<I>/docker.sock in the state folder.

ENGINE_PIDFILE=/run/dockerd.pid
CONTAINERD_PIDFILE=/run/docker/containerd/containerd.pid

engine_start() {
  local host=$1 dir
  dir=$(host_dir "$host")
  ! host_process "$host" "$ENGINE_PIDFILE" >/dev/null || return 0
  in_host "$host" rm -f /run/docker.pid "$CONTAINERD_PIDFILE"
  mkdir -p "$dir/docker"
  # shellcheck disable=SC2086 # the options are a list of words
  host_spawn "$host" sys dockerd dockerd \
    --data-root "$dir/docker" --exec-root /run/docker --pidfile /run/docker.pid \
    -H unix:///run/docker.sock -H "unix://$dir/docker.sock" \
    --bip "172.17.$host.1/24" --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$LAB_CGROUP/h$host" \
    --storage-driver overlay2 --userland-proxy=false --log-level warn $LAB_DOCKERD_OPTIONS
}

engine_answers() { curl -sf -o /dev/null -m 2 --unix-socket "$(host_dir "$1")/docker.sock" http://docker/_ping; }

engine_await() {
  local deadline=$((SECONDS + 60))
  until engine_answers "$1"; do
    if ! host_process "$1" "$ENGINE_PIDFILE" >/dev/null || ((SECONDS > deadline)); then
      fail "the Docker engine of h$1 did not start" "$(tail -n 3 "$(host_dir "$1")/dockerd.log")" \
        "the whole log is $(host_dir "$1")/dockerd.log"
    fi
    sleep 0.1
  done
}

engine_signal() { host_signal "$1" "$ENGINE_PIDFILE" "$2" || fail "the Docker engine of h$1 is not running" "'bin/lab engine-start $1' starts it"; }

# A crash of the engine: dockerd and containerd go, the containers live on under their shims.
engine_kill() {
  host_signal "$1" "$ENGINE_PIDFILE" KILL || true
  host_signal "$1" "$CONTAINERD_PIDFILE" KILL || true
}

# up | frozen | down
engine_state() {
  local process
  process=$(host_process "$1" "$ENGINE_PIDFILE") || { echo down && return; }
  if grep -q '^State:[[:space:]]*T' "$process/status"; then echo frozen; else echo up; fi
}
