#!/usr/bin/env bash
# 'bin/drover up': from a fresh machine to a running sample. Every step looks first whether it is done already, so the
# next 'bin/drover up' picks up what is there.
#
#   bin/drover up [--port 8080] [--data DIR] [--no-sample]
#
# DIR (~/.drover, or DROVER_DATA) holds everything: the database, the agent's memory, keys and logs. The server and the
# agent run as children of this script and end with it; containers and the Docker engine stay.
set -euo pipefail
PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in say packages java parts docker image sample-image; do
  # shellcheck disable=SC1090
  source "$PROJECT/bin/lib/$part.sh"
done

PORT=${DROVER_PORT:-8080}
DATA=${DROVER_DATA:-$HOME/.drover}
SAMPLE=true
SAMPLE_PORT=8081 # as in docs/samples/hello/docker-compose.yml
LONGEST_START=300 LONGEST_STOP=40 # seconds
SERVER_PID='' AGENT_PID='' STOPPING=false

main() {
  read_options "$@"
  mkdir -p "$DATA" && chmod 700 "$DATA"
  DATA=$(cd "$DATA" && pwd)
  refuse_second
  require_java
  need_commands "talking to the server" curl=curl
  "$PROJECT/bin/lib/build.sh" server agent cli
  ensure_engine "$DATA"
  load_sample_images
  bootstrap_key

  trap 'stop INT' INT
  trap 'stop TERM' TERM HUP
  trap 'end_children' EXIT
  start_server
  await_server
  register_host
  deploy_sample
  step_end
  print_result
  watch_children
}

read_options() {
  while (($# > 0)); do
    case $1 in
      --port=* | --data=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --port) PORT=${2:?--port needs a number} && shift 2 ;;
      --data) DATA=${2:?--data needs a folder} && shift 2 ;;
      --no-sample) SAMPLE=false && shift ;;
      *) fail "'bin/drover up' does not know '$1'" "usage: bin/drover up [--port 8080] [--data DIR] [--no-sample]" ;;
    esac
  done
  [[ $PORT =~ ^[0-9]{1,5}$ ]] || fail "the port '$PORT' is not a number"
}

# Two servers on one data folder would destroy it. The lock is free as soon as this script and its server are gone.
refuse_second() {
  exec 6>"$DATA/up.lock"
  flock -n 6 || fail "Drover runs already on the data folder $DATA" \
    "another 'bin/drover up', or its server is still ending" \
    "stop that one first, or choose another folder and port: bin/drover up --data DIR --port 8090"
  ! (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null || fail "port $PORT is taken on this machine" \
    "something answers there already" "stop it, or choose another port: bin/drover up --port 8090"
}

load_sample_images() {
  $SAMPLE || return 0
  local archive=$DATA/sample-images.tar
  if sample_archive_is_fresh "$archive" &&
    docker image inspect drover/sample-web:1 drover/sample-database:1 >/dev/null 2>&1; then return; fi
  step "Building the sample's images ..."
  sample_archive_is_fresh "$archive" || sample_archive "$archive"
  docker load -q -i "$archive" >/dev/null
}

# The key pair with which this script talks to the server: made once, known to the server from its first start.
bootstrap_key() {
  local file=$DATA/bootstrap.key
  [[ -s $file ]] || (umask 077 && printf '%s:%s\n' "$(random_hex 10)" "$(random_hex 20)" >"$file")
  DROVER_BOOTSTRAP_KEY=$(<"$file")
}

random_hex() { od -An -vtx1 -N "$1" /dev/urandom | tr -d ' \n' | tr a-f A-F; }

start_server() {
  step "Starting the server ..."
  DROVER_BOOTSTRAP_KEY=$DROVER_BOOTSTRAP_KEY "$PROJECT/bin/drover" server --port "$PORT" --data "$DATA" \
    </dev/null >>"$DATA/server.log" 2>&1 &
  SERVER_PID=$!
}

# The server says in its 503 what it is busy with.
await_server() {
  local began=$SECONDS answer
  until answer=$(curl -s -m 2 -w '\n%{http_code}' "http://127.0.0.1:$PORT/ping") && [[ ${answer##*$'\n'} == 200 ]]; do
    kill -0 "$SERVER_PID" 2>/dev/null || fail "the server ended while it started" "$(tail -n 5 "$DATA/server.log")" \
      "its whole log is $DATA/server.log"
    ((SECONDS - began < LONGEST_START)) || fail "the server did not start within $LONGEST_START seconds" \
      "it says: ${answer%$'\n'*}" "its log is $DATA/server.log"
    answer=$(printf '%s' "${answer%$'\n'*}" | json_text message)
    progress "Starting the server ... $((SECONDS - began)) s${answer:+  ($answer)}"
    nap 0.3
  done
}

# A step that changes every second is for terminals only.
progress() { ! is_terminal || step "$@"; }

# json_text FIELD: the first string field of that name on standard input. Enough for the few answers read here.
json_text() { grep -o "\"$1\" *: *\"[^\"]*\"" | head -n 1 | sed 's/^"[^"]*" *: *"//; s/"$//' || true; }

api() {
  local method=$1 path=$2
  shift 2
  curl -sS -m 30 -u "$DROVER_BOOTSTRAP_KEY" -X "$method" -H 'Content-Type: application/json' "$@" \
    "http://127.0.0.1:$PORT/v2-beta$path"
}

register_host() {
  step "Registering this machine as a host ..."
  ENVIRONMENT=$(api GET /projects | json_text id)
  [[ -n $ENVIRONMENT ]] || fail "the server does not accept the key in $DATA/bootstrap.key" \
    "it answers: $(api GET /projects | head -c 300)" "see $DATA/server.log"
  start_agent
  local began=$SECONDS
  until api GET "/projects/$ENVIRONMENT/hosts?state=active" | grep -q '"hostname" *: *"'; do
    kill -0 "$AGENT_PID" 2>/dev/null || fail "the agent ended while it registered" "$(tail -n 5 "$DATA/agent.log")" \
      "its whole log is $DATA/agent.log"
    ((SECONDS - began < LONGEST_START)) || fail "this machine did not become a host within $LONGEST_START seconds" \
      "see $DATA/agent.log and $DATA/server.log"
    progress "Registering this machine as a host ... $((SECONDS - began)) s"
    nap 0.3
  done
}

start_agent() {
  local token
  token=$(registration_token)
  DROVER_TOKEN=$token "$PROJECT/bin/drover" agent --server "http://127.0.0.1:$PORT" --docker "$(engine_address)" \
    --ip "$(own_address)" --data "$DATA/agent" </dev/null >>"$DATA/agent.log" 2>&1 6>&- &
  AGENT_PID=$!
}

# The agent's own identity is in its data folder; the token is needed the first time only, and does no harm later.
registration_token() {
  local token attempt
  token=$(api GET "/projects/$ENVIRONMENT/registrationtokens?state=active" | json_text token)
  [[ -n $token ]] || api POST "/projects/$ENVIRONMENT/registrationtokens" -d '{}' >/dev/null
  for ((attempt = 0; attempt < 50 && ${#token} == 0; attempt++)); do
    token=$(api GET "/projects/$ENVIRONMENT/registrationtokens?state=active" | json_text token)
    [[ -n $token ]] || nap 0.2
  done
  [[ -n $token ]] || fail "the server gave no registration token" "see $DATA/server.log"
  printf '%s' "$token"
}

# The address that others know this machine by: the one it uses towards the internet, or else its first.
own_address() {
  local address
  address=$(ip -4 route get 192.0.2.1 2>/dev/null | grep -o 'src [0-9.]*' | cut -d' ' -f2 || true)
  [[ -n $address ]] || address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
  printf '%s' "${address:-127.0.0.1}"
}

deploy_sample() {
  $SAMPLE || return 0
  step "Deploying the sample docs/samples/hello ..."
  client up -d -f "$PROJECT/docs/samples/hello/docker-compose.yml" -s hello >"$DATA/sample.log" 2>&1 ||
    fail "the sample could not be deployed" "$(tail -n 5 "$DATA/sample.log")" "the server's log is $DATA/server.log"
  local began=$SECONDS
  until curl -sf -m 3 "http://$(own_address):$SAMPLE_PORT/" >"$DATA/sample.answer"; do
    ((SECONDS - began < LONGEST_START)) || fail "the sample did not answer within $LONGEST_START seconds" \
      "$(client ps 2>&1 | tail -n 5)" "see $DATA/agent.log and $DATA/server.log"
    progress "Waiting for the sample ... $((SECONDS - began)) s"
    nap 0.3
  done
}

# The command line client, with the key of this installation.
client() {
  DROVER_URL=http://127.0.0.1:$PORT DROVER_ACCESS_KEY=${DROVER_BOOTSTRAP_KEY%%:*} \
    DROVER_SECRET_KEY=${DROVER_BOOTSTRAP_KEY#*:} DROVER_ENVIRONMENT=$ENVIRONMENT "$PROJECT/bin/drover" "$@" 6>&-
}

print_result() {
  echo
  echo "Drover is up, after $SECONDS seconds."
  echo
  echo "  Address        http://$(own_address):$PORT"
  echo "  Administrator  admin, $(first_password)"
  if $SAMPLE; then
    echo "  Sample         http://$(own_address):$SAMPLE_PORT"
    sed 's/^/                 /' "$DATA/sample.answer"
  fi
  echo "  Logs, keys     $DATA"
  ! engine_is_ours "$DATA" || echo "  Docker         was started by 'bin/drover up' as process $(<"$DATA/dockerd.pid"); it goes on when Drover stops"
  echo
  echo "Try next, in another terminal:"
  echo "  bin/drover login http://$(own_address):$PORT"
  echo "  bin/drover ps"
  echo "  bin/drover logs -f hello/web"
  echo
  echo "Ctrl-C stops Drover. The containers keep running, and the next 'bin/drover up' picks everything up again."
}

# The server leaves it in a file until it was used.
first_password() {
  if [[ -s $DATA/admin-password ]]; then
    echo "first password $(<"$DATA/admin-password")"
  else
    echo "with the password you chose (the first one was used, so it is shown no more)"
  fi
}

# Waits until Ctrl-C. An agent that ends is started again; a server that ends is the end.
watch_children() {
  while :; do
    wait -n "$SERVER_PID" "$AGENT_PID" || true
    ! $STOPPING || return 0
    kill -0 "$SERVER_PID" 2>/dev/null || fail "the server ended by itself" "$(tail -n 5 "$DATA/server.log")" \
      "its whole log is $DATA/server.log"
    kill -0 "$AGENT_PID" 2>/dev/null || {
      say "The agent ended ($DATA/agent.log says why); starting it again."
      nap 2
      start_agent
    }
  done
}

# A shell starts background processes deaf to Ctrl-C, so they are told by SIGTERM. A second Ctrl-C ends them at once.
stop() {
  if $STOPPING; then
    kill -KILL "$SERVER_PID" "$AGENT_PID" 2>/dev/null || true
    return
  fi
  STOPPING=true
  [[ $1 != INT ]] || echo >&2
  say "Stopping Drover; the containers keep running ..."
  exit 0
}

end_children() {
  local status=$? deadline=$((SECONDS + LONGEST_STOP)) child
  STOPPING=true
  # shellcheck disable=SC2086 # zero to two words
  kill -TERM $SERVER_PID $AGENT_PID 2>/dev/null || true
  for child in $SERVER_PID $AGENT_PID; do
    while kill -0 "$child" 2>/dev/null; do
      ((SECONDS < deadline)) || kill -KILL "$child" 2>/dev/null || true
      sleep 0.1 || true
    done
  done
  exit $status
}

# Sleeps so that a signal is answered at once and not after the sleep.
nap() { sleep "$1" & wait $! || true; }

main "$@"
