# shellcheck shell=bash
# The lab's network: a switch (a bridge) in a namespace of its own, one cable to this machine (the server's side) and one
# to each host. Not in the root namespace: there, the firewall rules of this machine's own Docker would drop the hosts'
# traffic.

network_up() {
  ! ip -o -4 addr show dev "$SERVER_DEVICE" up 2>/dev/null | grep -qF " $LAB_NETWORK.1/24 " || return 0
  network_down # what a command that was interrupted left
  local taken
  taken=$(ip -o -4 addr show to "$LAB_NETWORK.0/24" | awk '{ print $2 }')
  [[ -z $taken ]] || fail "the network $LAB_NETWORK.0/24 is already used on this machine, by $taken" \
    "another lab, or a network of yours" "choose another one: DROVER_LAB_NETWORK=192.168.101 (and DROVER_LAB_NAME for a second lab)"
  ip netns add "$HUB"
  ip -n "$HUB" link set lo up
  # no spanning tree: a port must forward at once, and a cut port must stay cut
  ip -n "$HUB" link add switch type bridge stp_state 0 forward_delay 0
  ip -n "$HUB" link set switch up
  ip link add "$SERVER_DEVICE" type veth peer name server netns "$HUB"
  ip -n "$HUB" link set server master switch up
  ip addr add "$LAB_NETWORK.1/24" dev "$SERVER_DEVICE"
  ip link set "$SERVER_DEVICE" up
}

network_down() {
  ip link del "$SERVER_DEVICE" 2>/dev/null || true
  ip netns del "$HUB" 2>/dev/null || true
}

# The host's cable. There is no way to the internet, and that must be said at once: an answer that is limited in rate or
# never comes makes every failing image pull take seconds. Hence the unreachable route (see also boot.sh).
network_connect() {
  local netns
  netns=$(host_netns "$1")
  if ! ip -o -n "$netns" link show dev eth0 up 2>/dev/null | grep -q .; then
    network_disconnect "$1" # what a command that was interrupted left
    ip netns add "$netns"
    ip -n "$HUB" link add "$(port "$1")" type veth peer name eth0 netns "$netns"
    ip -n "$HUB" link set "$(port "$1")" master switch up
    ip -n "$netns" addr add "$(address "$1")/24" dev eth0
    ip -n "$netns" route add unreachable default metric 4278198272
    ip -n "$netns" link set eth0 up
  fi
  heal_host "$1"
}

network_disconnect() {
  ip -n "$HUB" link del "$(port "$1")" 2>/dev/null || true
  ip netns del "$(host_netns "$1")" 2>/dev/null || true
}

# port HOST|server: the device at the switch.
port() {
  if [[ $1 == server ]]; then echo server; else echo "h$1"; fi
}

# A partition is silent: the port drops every frame, while the cable still looks plugged in to the host.
cut_host() { bridge -n "$HUB" link set dev "$(port "$1")" state 0; }

heal_host() {
  bridge -n "$HUB" link set dev "$(port "$1")" state 3
  drops | while read -r rule; do
    # shellcheck disable=SC2086 # the rule is a list of words
    [[ " $rule " != *" $(port "$1") "* ]] || hub_ebtables -D FORWARD $rule
  done
}

is_cut() { ! bridge -n "$HUB" link show dev "$(port "$1")" 2>/dev/null | grep -q 'state forwarding'; }

# The peers (ports) from which the host is cut off, one by one.
cut_peers() { drops | awk -v port="$(port "$1")" '$2 == port { print $4 }'; }

cut_peer() {
  check_peer "$2"
  ! cut_peers "$1" | grep -qx "$(port "$2")" || return 0
  hub_ebtables -A FORWARD -i "$(port "$1")" -o "$(port "$2")" -j DROP
  hub_ebtables -A FORWARD -i "$(port "$2")" -o "$(port "$1")" -j DROP
}

heal_peer() {
  check_peer "$2"
  hub_ebtables -D FORWARD -i "$(port "$1")" -o "$(port "$2")" -j DROP 2>/dev/null || true
  hub_ebtables -D FORWARD -i "$(port "$2")" -o "$(port "$1")" -j DROP 2>/dev/null || true
}

check_peer() { [[ $1 == server ]] || check_host "$1"; }

# The rules that are in force, as "-i h1 -o server -j DROP".
drops() { hub_ebtables -L FORWARD 2>/dev/null | grep -o -- '^-i .*' || true; }

hub_ebtables() { nsenter --net="/run/netns/$HUB" ebtables "$@"; }
