#!/usr/bin/env bash
# The lab's command line: one function per command. What a command does is in lab/lib/.
set -euo pipefail

LAB_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=${LAB_HOME%/*}
for part in "$PROJECT"/bin/lib/{say,packages,image,sample-image}.sh \
  "$LAB_HOME"/lib/{settings,machine,cgroup,network,host,engine,agent,images,status}.sh; do
  # shellcheck disable=SC1090 # the list is right above
  source "$part"
done

usage() {
  cat <<'USAGE'
usage: bin/lab COMMAND

Hosts (I is a number from 1 on; host I has the address 192.168.100.(10+I), this machine is 192.168.100.1)
  up N                  bring up hosts 1..N; hosts that run are left alone, killed ones boot again with their disk
  boot I...             the same for these hosts only
  kill I                power loss: everything on host I dies at once, its disk stays
  down [I...]           destroy these hosts, or all of them and the network: nothing is left behind
  status                one line per host
  address I | env I     the host's address | 'export DOCKER_HOST=...' for your shell
  docker I ARGS...      the docker command line against host I
  exec I COMMAND...     run a command inside host I

Failures
  cut I [PEER]          silence between host I and everything, or only PEER: another host's number, or 'server'
  heal I [PEER]         undo it ('heal I' undoes every cut of host I)
  freeze I | thaw I     the Docker engine hangs: connections are accepted, nobody answers, containers go on
  pause I | resume I    the whole host hangs, containers too
  engine-kill I | engine-start I    the Docker engine crashes | starts again

The Drover agent
  agent I [OPTIONS]     start (or restart) the agent on host I: --server URL --token TOKEN and any other agent option;
                        without options it starts again with the last ones. It comes back by itself when a killed
                        host boots.
  agent-stop I          end it in good order (SIGTERM) | agent-kill I: SIGKILL
  agent-pid I           its process id, as this machine sees it
  logs I                the log files of host I

  images                build the sample images (web:1, web:2, database:1) that every host gets
  selftest              try all of this on two hosts and say PASS or FAIL

Settings are environment variables: see docs/lab.md.
USAGE
}

lab_up() {
  local count=${1:-}
  is_number "$count" || fail "'bin/lab up' needs a number of hosts from 1 to $MOST_HOSTS"
  # shellcheck disable=SC2046 # one word per host
  boot_hosts $(seq "$count")
}

lab_boot() {
  (($# > 0)) || fail "'bin/lab boot' needs the numbers of the hosts to boot"
  boot_hosts "$@"
}

boot_hosts() {
  check_numbers "$@"
  install_lab_packages
  lock_lab
  sample_archive_is_fresh "$SAMPLE_ARCHIVE" || build_images
  raise_limits
  network_up
  in_parallel host_up "$@"
}

lab_down() {
  check_numbers "$@"
  lock_lab
  if (($# > 0)); then
    in_parallel host_down "$@"
    return
  fi
  # shellcheck disable=SC2046 # one word per host
  in_parallel host_down $(hosts)
  network_down
  cgroup_remove_all
  restore_limits
}

lab_kill() { check_host "$1" && lock_lab && host_kill "$1"; }
lab_exec() { check_running "$1" && in_host "$1" env "DOCKER_HOST=unix:///run/docker.sock" "${@:2}"; }
lab_docker() { check_host "$1" && exec docker -H "unix://$(host_dir "$1")/docker.sock" "${@:2}"; }
lab_address() { check_numbers "$1" && address "$1"; }
lab_env() { check_host "$1" && echo "export DOCKER_HOST=unix://$(host_dir "$1")/docker.sock"; }
lab_status() { status; }
lab_logs() { check_host "$1" && printf '%s\n' "$(host_dir "$1")"/{agent,dockerd,boot}.log; }

lab_cut() { check_host "$1" && if [[ -n ${2:-} ]]; then cut_peer "$1" "$2"; else cut_host "$1"; fi; }
lab_heal() { check_host "$1" && if [[ -n ${2:-} ]]; then heal_peer "$1" "$2"; else heal_host "$1"; fi; }
lab_freeze() { check_running "$1" && engine_signal "$1" STOP; }
lab_thaw() { check_running "$1" && engine_signal "$1" CONT; }
lab_pause() { check_running "$1" && cgroup_freeze "$1"; }
lab_resume() { check_running "$1" && cgroup_thaw "$1"; }
lab_engine-kill() { check_running "$1" && engine_kill "$1"; }
lab_engine-start() { check_running "$1" && engine_start "$1" && engine_await "$1"; }

lab_agent() { check_running "$1" && lock_lab && agent_start "$@"; }
lab_agent-stop() { check_host "$1" && lock_lab && agent_stop "$1"; }
lab_agent-kill() { check_running "$1" && agent_kill "$1"; }
lab_agent-pid() { check_running "$1" && agent_pid "$1"; }

lab_images() { install_lab_packages && build_images && say "Built $SAMPLE_ARCHIVE: $SAMPLE_NAMES"; }
lab_selftest() { install_lab_packages && exec bash "$LAB_HOME/selftest.sh"; }

main() {
  local command=${1:-help}
  case $command in help | -h | --help) usage && return ;; esac
  declare -F "lab_$command" >/dev/null || fail "'$command' is not a command of the lab" "'bin/lab help' lists them"
  need_root "bin/lab" "it makes network namespaces, control groups and mounts"
  shift
  case $command in
    up | boot | down | status | images | selftest) ;;
    *) (($# > 0)) || fail "'bin/lab $command' needs the number of a host" "'bin/lab status' lists the hosts" ;;
  esac
  "lab_$command" "$@"
}

main "$@"
