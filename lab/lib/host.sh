# shellcheck shell=bash
# A host: a network namespace with a cable, a control group, and a process 1 (boot.sh) in namespaces of its own.
# Its state folder h<I> is its disk: it outlives a power loss and goes with 'down'.

# The host's process 1 as this machine sees it; fails when the host is down. The network namespace tells it from a
# stranger that got the same number later.
host_pid() {
  local pid
  pid=$(cat "$(host_dir "$1")/init.pid" 2>/dev/null) || return 1
  [[ -n $pid && /proc/$pid/ns/net -ef /run/netns/$(host_netns "$1") ]] || return 1
  echo "$pid"
}

host_up() {
  local host=$1 began
  began=$(date +%s%N)
  if host_pid "$host" >/dev/null && engine_answers "$host"; then
    load_images "$host"
    say "h$host is up already"
    return
  fi
  mkdir -p "$(host_dir "$host")"
  network_connect "$host"
  cgroup_create "$host"
  host_pid "$host" >/dev/null || host_boot "$host"
  engine_start "$host"
  engine_await "$host"
  load_images "$host"
  agent_resume "$host"
  say "h$host $(address "$host") is up ($((($(date +%s%N) - began) / 1000000)) ms)"
}

host_boot() {
  local host=$1 dir launcher
  dir=$(host_dir "$host")
  host_sweep "$host"
  rm -f "$dir/init.pid" "$dir/docker.sock"
  (
    cgroup_enter "$host" sys
    cd /
    exec setsid nsenter --net="/run/netns/$(host_netns "$host")" \
      unshare --mount --pid --uts --ipc --fork --kill-child \
      sh "$LAB_HOME/boot.sh" "h$host" "$dir" "$(address "$host")" "$LAB_NETWORK.1"
  ) </dev/null >"$dir/boot.log" 2>&1 9>&- &
  launcher=$!
  disown
  until host_pid "$host" >/dev/null; do
    kill -0 "$launcher" 2>/dev/null || fail "h$host did not boot" "$(tail -n 3 "$dir/boot.log")" "the whole log is $dir/boot.log"
    sleep 0.02
  done
}

# Power loss. The port is disabled first: the kernel would otherwise say goodbye on every open connection.
host_kill() {
  local pid
  if pid=$(host_pid "$1"); then
    cut_host "$1"
    cgroup_thaw "$1" 2>/dev/null || true
    kill -KILL "$pid"
    while [[ -e /proc/$pid ]]; do sleep 0.02; done
  fi
  host_sweep "$1"
  rm -f "$(host_dir "$1")/init.pid"
}

# Whatever else lives in the host's network: what somebody started there by hand, or an earlier life of the host whose
# state folder was deleted.
host_sweep() {
  local pid
  for pid in $(ip netns pids "$(host_netns "$1")" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
}

host_down() {
  host_kill "$1"
  network_disconnect "$1"
  remove_folder "$(host_dir "$1")"
  cgroup_remove "$1"
}

# The kernel takes a host's mounts apart shortly after its last process is gone; until then a folder may be busy.
remove_folder() {
  local attempt
  for ((attempt = 0; attempt < 50; attempt++)); do
    rm -rf "$1" 2>/dev/null && return
    sleep 0.1
  done
  rm -rf "$1"
}

# in_host HOST COMMAND...: all of the host's namespaces.
in_host() {
  local pid
  pid=$(host_pid "$1")
  nsenter -t "$pid" -m -n -p -u -i -- "${@:2}"
}

# host_spawn HOST PART NAME COMMAND...: starts a process in the background, in the host and in its control group PART.
# Output goes to NAME.log in the host's state folder, the process id (as the host sees it) to /run/NAME.pid on the host,
# where it cannot outlive a reboot. It is started by a shell that ends at once, so that process 1 becomes its parent: an
# nsenter that stayed as the parent would stop when its child is stopped, and not continue with it.
host_spawn() {
  local host=$1 part=$2 name=$3
  shift 3
  (
    cgroup_enter "$host" "$part"
    cd /
    # shellcheck disable=SC2016 # for the inner shell
    in_host "$host" sh -c 'pidfile=$1; shift; setsid "$@" & echo $! >"$pidfile"' sh "/run/$name.pid" "$@"
  ) </dev/null >>"$(host_dir "$host")/$name.log" 2>&1 9>&-
}

# The /proc folder of a process on the host, found by its pid file there; fails when there is no such process.
host_process() {
  local root number
  root=/proc/$(host_pid "$1")/root || return 1
  number=$(cat "$root$2" 2>/dev/null) && [[ -n $number && -e $root/proc/$number ]] || return 1
  # gone meanwhile, or dead and not buried yet
  grep -q "^State:[[:space:]]*[^Z]" "$root/proc/$number/status" 2>/dev/null || return 1
  echo "$root/proc/$number"
}

# host_signal HOST PIDFILE SIGNAL
host_signal() {
  local process
  process=$(host_process "$1" "$2") || return 1
  # the shell's own kill: the command is a package that may not be there
  nsenter -t "$(host_pid "$1")" -p -- sh -c "kill -s $3 ${process##*/}"
}
