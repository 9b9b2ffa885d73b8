# shellcheck shell=bash
# The Drover agent of a host, as a process inside it. Its data folder and its options are in the host's state folder, so
# they survive a power loss, and a host that boots again starts its agent again, as a real one would.

AGENT_PIDFILE=/run/agent.pid

# agent_start HOST [OPTION...]
agent_start() {
  local host=$1 options
  options=$(host_dir "$host")/agent.options
  shift
  if (($# > 0)); then
    (umask 077 && printf '%s\0' "$@" >"$options")
  elif [[ ! -s $options ]]; then
    fail "the agent of h$host was never started, so there are no options to start it with again" \
      "say where its server is: bin/lab agent $host --server http://$LAB_NETWORK.1:8080 --token TOKEN"
  fi
  agent_built
  agent_end "$host"
  agent_run "$host"
}

agent_run() {
  local host=$1 dir options
  dir=$(host_dir "$host")
  mapfile -d '' -t options <"$dir/agent.options"
  mkdir -p "$dir/agent"
  # what we add comes first: the user's options win
  # shellcheck disable=SC2086 # the command is a list of words
  host_spawn "$host" agent agent $LAB_AGENT --docker unix:///run/docker.sock --ip "$(address "$host")" \
    --data "$dir/agent" "${options[@]}"
  touch "$dir/agent.wanted"
}

agent_resume() {
  [[ -e $(host_dir "$1")/agent.wanted ]] || return 0
  host_process "$1" "$AGENT_PIDFILE" >/dev/null || agent_run "$1"
}

agent_stop() {
  rm -f "$(host_dir "$1")/agent.wanted"
  agent_end "$1"
}

agent_end() {
  local deadline=$((SECONDS + 30))
  host_process "$1" "$AGENT_PIDFILE" >/dev/null || return 0
  host_signal "$1" "$AGENT_PIDFILE" TERM || true
  while host_process "$1" "$AGENT_PIDFILE" >/dev/null; do
    if ((SECONDS > deadline)); then
      say "The agent of h$1 did not end within 30 s of SIGTERM: killed."
      agent_kill "$1"
      return
    fi
    sleep 0.05
  done
}

agent_kill() {
  while host_process "$1" "$AGENT_PIDFILE" >/dev/null; do
    host_signal "$1" "$AGENT_PIDFILE" KILL || true
    sleep 0.02
  done
}

agent_pid() {
  local process pid
  process=$(host_process "$1" "$AGENT_PIDFILE") || fail "the agent of h$1 is not running" "its log is $(host_dir "$1")/agent.log"
  for pid in /proc/[0-9]*; do
    # the last number is the one inside the host
    if [[ $pid/ns/net -ef /run/netns/$(host_netns "$1") ]] &&
      [[ $(awk '/^NSpid:/ { print $NF }' "$pid/status" 2>/dev/null) == "${process##*/}" ]]; then
      echo "${pid##*/}"
      return
    fi
  done
}

# The agent must be built before it starts: inside a host there is no network to build it from.
agent_built() {
  [[ $LAB_AGENT == "$PROJECT/bin/drover agent" ]] || return 0
  "$PROJECT/bin/lib/build.sh" agent
}
