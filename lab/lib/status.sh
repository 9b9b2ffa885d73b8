# shellcheck shell=bash
# 'bin/lab status'. Nothing here may hang on a frozen, paused or cut host.

status() {
  local host
  [[ -n $(hosts) ]] || { say "No hosts. 'bin/lab up 2' brings up two." && return; }
  printf '%-5s %-16s %-7s %-8s %-14s %-8s %-11s %s\n' HOST ADDRESS STATE ENGINE NETWORK AGENT CONTAINERS MEMORY
  for host in $(hosts); do
    printf '%-5s %-16s %-7s %-8s %-14s %-8s %-11s %s\n' "h$host" "$(address "$host")" \
      "$(host_state "$host")" "$(engine_state "$host")" "$(network_state "$host")" "$(agent_state "$host")" \
      "$(containers "$host")" "$(($(cgroup_memory "$host") / 1048576)) MiB"
  done
}

host_state() {
  if ! host_pid "$1" >/dev/null; then
    echo down
  elif cgroup_is_frozen "$1"; then
    echo paused
  else
    echo up
  fi
}

# ok | cut | "cut:server,h2"
network_state() {
  local peers
  peers=$(cut_peers "$1" | paste -sd,)
  if is_cut "$1"; then echo cut; else echo "${peers:+cut:}${peers:-ok}"; fi
}

agent_state() { if host_process "$1" "$AGENT_PIDFILE" >/dev/null; then echo up; else echo -; fi; }

# How many run, counted by the engine; "-" when it does not answer.
containers() {
  [[ $(host_state "$1") == up && $(engine_state "$1") == up ]] || { echo - && return; }
  curl -sf -m 3 --unix-socket "$(host_dir "$1")/docker.sock" http://docker/info 2>/dev/null |
    grep -o '"ContainersRunning":[0-9]*' | cut -d: -f2 || echo -
}
