#!/usr/bin/env bash
# Tries the lab on two hosts of its own (a second lab, so that one that is up is not disturbed): 'bin/lab selftest'.
# One line per check, PASS or FAIL; exits 1 when something failed. Takes about half a minute.
set -euo pipefail

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/bin/lab
WORK=$(mktemp -d)
export DROVER_LAB_NAME=selftest DROVER_LAB_NETWORK=${DROVER_LAB_SELFTEST_NETWORK:-192.168.199}
export DROVER_LAB_DIR=/var/lib/selftest-lab DROVER_LAB_AGENT=$WORK/agent
H1=$DROVER_LAB_NETWORK.11
H2=$DROVER_LAB_NETWORK.12
failures=0

# check SENTENCE COMMAND...: the command must succeed; its output is shown only when it does not.
check() {
  local sentence=$1
  shift
  if "$@" >"$WORK/output" 2>&1; then
    echo "PASS $sentence"
  else
    echo "FAIL $sentence"
    sed 's/^/     /' "$WORK/output"
    failures=$((failures + 1))
  fi
}

not() { ! "$@"; }
soon() { # a condition that may need a moment
  local attempt
  for ((attempt = 0; attempt < 50; attempt++)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
serves() { [[ $(curl -s -m 2 "http://$1") == *"$2"* ]]; }
answers() { curl -s -o /dev/null -m 1 "http://$1"; }
host_reaches() { "$LAB" exec "$1" curl -s -o /dev/null -m 1 "http://$2"; }
status_is() { "$LAB" status | awk -v host="$1" '$1 == host' | grep -qw -- "$2"; }
agent_said() { [[ $(grep -c "$1" "$DROVER_LAB_DIR/h1/agent.log") == "$2" ]]; }
container_state() { [[ $("$LAB" docker "$1" inspect -f '{{.State.Status}}' "$2") == "$3" ]]; }

# What this machine looks like from outside; must be the same after 'down'.
traces() {
  ip -o link | grep -c . || true
  ls /run/netns 2>/dev/null || true
  grep -o "^[^ ]* [^ ]*${DROVER_LAB_NAME}[^ ]*" /proc/mounts || true
  find /sys/fs/cgroup -type d -path "*$DROVER_LAB_NAME*"
  cat /proc/sys/net/ipv4/neigh/default/gc_thresh3 /proc/sys/kernel/pid_max /proc/sys/fs/inotify/max_user_instances 2>/dev/null || true
  grep -l "${DROVER_LAB_DIR}[/]" /proc/[0-9]*/cmdline 2>/dev/null || true # the brackets: not this grep itself
}

agent_stub() {
  cat >"$DROVER_LAB_AGENT" <<'STUB'
#!/bin/sh
echo "started with: $*"
trap 'echo ended; exit 0' TERM
while :; do sleep 1 & wait; done
STUB
  chmod +x "$DROVER_LAB_AGENT"
}

hosts_and_containers() {
  check "up brings up two hosts" "$LAB" up 2
  ((failures == 0)) || give_up
  check "up again changes nothing" "$LAB" up 2
  check "a container starts on host 1" "$LAB" docker 1 run -d --name web -p 8080:80 web:1
  check "a container starts on host 2" "$LAB" docker 2 run -d --name web -p 8080:80 -e "DATABASE=$H1:7000" web:2
  check "the database starts on host 1" "$LAB" docker 1 run -d --name database -p 7000:7000 -v data:/data database:1
  check "the engines have different IDs" not same_engine
  check "this machine reaches a published port" soon serves "$H1:8080/version" 1
  check "one host reaches the other" soon host_reaches 1 "$H2:8080/version"
  check "a container reaches a container on the other host" soon serves "$H2:8080" "Visit number"
  check "a pull fails at once instead of hanging" not timeout 2 "$LAB" docker 1 pull no/such:image
}


give_up() {
  echo "Without hosts there is nothing more to try"
  exit 1
}
same_engine() { [[ $("$LAB" docker 1 info -f '{{.ID}}') == $("$LAB" docker 2 info -f '{{.ID}}') ]]; }

partitions() {
  check "cut: nobody reaches the host" cut_off
  check "cut: its containers go on" container_state 2 web running
  check "heal brings it back" healed
  check "cut from the server: this machine loses it" cut_from_server
  check "cut from the server: the other host still reaches it" host_reaches 1 "$H2:8080/version"
  check "heal ends a cut from one peer" healed
}
cut_off() { "$LAB" cut 2 && not answers "$H2:8080/version" && not host_reaches 1 "$H2:8080/version" && status_is h2 cut; }
cut_from_server() { "$LAB" cut 2 server && not answers "$H2:8080/version" && status_is h2 cut:server; }
healed() { "$LAB" heal 2 && soon answers "$H2:8080/version" && status_is h2 ok; }

engines() {
  check "freeze: the engine hangs, containers go on" frozen
  check "thaw: the engine answers again" thawed
  check "pause: the whole host hangs" paused
  check "resume: it goes on" resumed
  check "engine-kill: containers live on" engine_killed
  check "engine-start: the engine is back" "$LAB" engine-start 1
}
frozen() { "$LAB" freeze 1 && not timeout 1 "$LAB" docker 1 ps && answers "$H1:8080/version" && status_is h1 frozen; }
thawed() { "$LAB" thaw 1 && timeout 5 "$LAB" docker 1 ps; }
paused() { "$LAB" pause 2 && not answers "$H2:8080/version" && status_is h2 paused; }
resumed() { "$LAB" resume 2 && soon answers "$H2:8080/version"; }
engine_killed() { "$LAB" engine-kill 1 && answers "$H1:8080/version" && status_is h1 down; }

agents() {
  check "agent starts a process in the host" "$LAB" agent 1 --server http://nowhere --token 'two words'
  check "its options arrive" soon grep -q -- "--ip $H1 .*--token two words" "$DROVER_LAB_DIR/h1/agent.log"
  check "agent restarts it" agent_restarted
  check "agent-kill kills it" agent_killed
  check "a killed agent can be started with its last options" "$LAB" agent 1
}
agent_restarted() { "$LAB" agent 1 && soon agent_said started 2 && agent_said ended 1; }
agent_killed() { kill -0 "$("$LAB" agent-pid 1)" && "$LAB" agent-kill 1 && agent_said ended 1 && not "$LAB" agent-pid 1; }

power_loss() {
  check "kill: everything on the host is gone" killed
  check "boot: the host is back" "$LAB" boot 1
  check "boot: its disk was kept" container_state 1 web exited
  check "boot: its containers start again" "$LAB" docker 1 start database
  check "boot: its data was kept" soon serves "$H1:7000/cgi-bin/visit" "Visit number"
  check "boot: its agent came back" soon agent_said started 4
  check "agent-stop ends it for good" agent_stopped
}
killed() { "$LAB" kill 1 && not answers "$H1:7000/healthz" && status_is h1 down; }
agent_stopped() { "$LAB" agent-stop 1 && agent_said ended 2 && not "$LAB" agent-pid 1; }

goes_down() {
  check "down destroys everything" "$LAB" down
  traces >"$WORK/after"
  check "down leaves nothing behind" diff "$WORK/before" "$WORK/after"
}

main() {
  trap '"$LAB" down >/dev/null 2>&1 || true; rm -rf "$WORK" "$DROVER_LAB_DIR"' EXIT
  "$LAB" down
  traces >"$WORK/before"
  agent_stub
  local chapter
  for chapter in hosts_and_containers partitions engines agents power_loss goes_down; do "$chapter"; done
  if ((failures > 0)); then
    echo "$failures checks failed"
    exit 1
  fi
  echo "All checks passed"
}

main
