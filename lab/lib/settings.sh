# shellcheck shell=bash disable=SC2034 # the other parts use these
# All settings of the lab and the names made from them. Two labs live side by side when name and network differ.

LAB_NAME=${DROVER_LAB_NAME:-drover}
LAB_NETWORK=${DROVER_LAB_NETWORK:-192.168.100}
LAB_DIR=${DROVER_LAB_DIR:-/var/lib/$LAB_NAME-lab}
LAB_IMAGES=${DROVER_LAB_IMAGES:-}
LAB_DOCKERD_OPTIONS=${DROVER_LAB_DOCKERD_OPTIONS:-}
LAB_AGENT=${DROVER_LAB_AGENT:-$PROJECT/bin/drover agent}
LAB_JOBS=${DROVER_LAB_JOBS:-4}
# At most this many bytes may be in the path of a socket, and the longest is the engine's.
LONGEST_LAB_DIR=80

HUB=$LAB_NAME-hub             # the network namespace with the switch
SERVER_DEVICE=$LAB_NAME-lab   # this machine's cable to the switch
LAB_CGROUP=$LAB_NAME-lab      # the parent of the hosts' control groups
SAMPLE_ARCHIVE=$LAB_DIR/images/samples.tar
SAMPLE_NAMES="web:1 web:2 database:1"
MOST_HOSTS=240                # addresses .11 to .250

[[ $LAB_NAME =~ ^[a-z][a-z0-9]{0,9}$ ]] ||
  fail "DROVER_LAB_NAME is '$LAB_NAME'" "it must be 1 to 10 small letters and digits: it becomes part of device names"
[[ $LAB_NETWORK =~ ^[0-9]{1,3}(\.[0-9]{1,3}){2}$ ]] ||
  fail "DROVER_LAB_NETWORK is '$LAB_NETWORK'" "it must be the first three numbers of an IPv4 network, like 192.168.100"
[[ $LAB_DIR == /* && ${#LAB_DIR} -le $LONGEST_LAB_DIR ]] ||
  fail "DROVER_LAB_DIR is '$LAB_DIR'" "it must be an absolute path of at most $LONGEST_LAB_DIR characters"

host_dir() { echo "$LAB_DIR/h$1"; }
host_netns() { echo "$LAB_NAME-h$1"; }
address() { echo "$LAB_NETWORK.$((10 + $1))"; }
hosts() { find "$LAB_DIR" -maxdepth 1 -name 'h[0-9]*' -printf '%f\n' 2>/dev/null | sed 's/^h//' | sort -n; }

is_number() { [[ $1 =~ ^[1-9][0-9]{0,2}$ && $1 -le $MOST_HOSTS ]]; }

check_numbers() {
  local host
  for host; do
    is_number "$host" || fail "'$host' is not the number of a host (1 to $MOST_HOSTS)"
  done
}

check_host() {
  check_numbers "$1"
  [[ -d $(host_dir "$1") ]] || fail "there is no host $1" "'bin/lab up $1' creates it; 'bin/lab status' lists the hosts"
}

check_running() {
  check_host "$1"
  host_pid "$1" >/dev/null || fail "host $1 is down" "'bin/lab boot $1' boots it"
}
