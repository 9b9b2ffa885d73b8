# shellcheck shell=bash
# The Docker engine that the scripts use: the one at DOCKER_HOST, or the usual socket. Needs say.sh and packages.sh.

DOCKER_SOCKET=/var/run/docker.sock

engine_address() { echo "${DOCKER_HOST:-unix://$DOCKER_SOCKET}"; }

engine_runs() { timeout 10 docker version -f '{{.Server.Version}}' >/dev/null 2>&1; }

# Fails when there is no engine, and says what to do.
need_engine() {
  need_commands "talking to the Docker engine" docker=docker.io
  engine_runs || fail "no Docker engine answers at $(engine_address)" \
    "$(timeout 10 docker version -f '{{.Server.Version}}' 2>&1 | tail -n 1)" \
    "start it, or say where one is: export DOCKER_HOST=unix:///path/to/docker.sock"
}

# ensure_engine FOLDER: as root on Debian or Ubuntu, installs and starts one when there is none. Its log goes to FOLDER.
ensure_engine() {
  local folder=$1
  if command -v docker >/dev/null && engine_runs; then return; fi
  if [[ -n ${DOCKER_HOST:-} ]] || ((EUID != 0)); then need_engine; fi
  need_commands "running containers" docker=docker.io dockerd=docker.io iptables=iptables
  if [[ -d /run/systemd/system ]]; then
    step "Starting Docker (systemctl start docker) ..."
    systemctl enable -q --now docker
  else
    start_dockerd "$folder"
  fi
  await_engine "$folder"
}

# Without an init system: detached, so that it and the containers stay when this script ends.
start_dockerd() {
  step "Starting Docker (dockerd, log in $1/dockerd.log) ..."
  setsid dockerd </dev/null >>"$1/dockerd.log" 2>&1 6>&- 7>&- 8>&- 9>&- & # and without the locks of this script
  echo $! >"$1/dockerd.pid"
  disown
}

# engine_is_ours FOLDER: does the engine run that an earlier or this script started?
engine_is_ours() { [[ -s $1/dockerd.pid && $(cat "/proc/$(<"$1/dockerd.pid")/comm" 2>/dev/null) == dockerd ]]; }

await_engine() {
  local deadline=$((SECONDS + 60))
  until engine_runs; do
    ((SECONDS < deadline)) || fail "Docker did not start within a minute" \
      "$(tail -n 3 "$1/dockerd.log" 2>/dev/null || journalctl -u docker -n 3 --no-pager 2>/dev/null)" "mend that and try again"
    sleep 0.3
  done
}
