# shellcheck shell=bash
# Installs what a script needs from the distribution, and only what is missing. Needs say.sh.

# need_commands WHY COMMAND=PACKAGE...: makes sure that every command exists.
need_commands() {
  local why=$1 pair missing=()
  shift
  for pair; do
    command -v "${pair%%=*}" >/dev/null || [[ " ${missing[*]} " == *" ${pair#*=} "* ]] || missing+=("${pair#*=}")
  done
  ((${#missing[@]} == 0)) || install_packages "$why" "${missing[@]}"
  for pair; do
    command -v "${pair%%=*}" >/dev/null || fail "the command ${pair%%=*} is missing" \
      "the package ${pair#*=} is installed, but does not contain it" "install ${pair%%=*} by hand and try again"
  done
}

install_packages() {
  local why=$1
  shift
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    fail "$why needs: $*" "they can only be installed automatically by root on Debian or Ubuntu" \
      "install them by hand and try again"
  fi
  say "Installing $* ($why) ..."
  local log
  log=$(mktemp)
  (quiet_apt "$@") >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: $*" "its last lines are above" "mend it (network, sources, disk space) and try again"
  }
  rm -f "$log"
}

# Two scripts at once must wait for each other: the lock covers the policy file as well.
quiet_apt() {
  exec 8>/run/lock/drover-packages.lock
  flock 8
  export DEBIAN_FRONTEND=noninteractive
  forbid_daemons
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update </dev/null 8>&-
  "${apt[@]}" install -y --no-install-recommends "$@" </dev/null 8>&-
}

# Packages must not start their daemons: the scripts start what they need themselves. A policy that is there is kept.
forbid_daemons() {
  local policy=/usr/sbin/policy-rc.d
  [[ ! -e $policy ]] || return 0
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
}

# fetch_package PACKAGE DIR: unpacks a Debian package into DIR without installing it.
fetch_package() {
  local package=$1 into=$2 work
  work=$(mktemp -d)
  (
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    chmod 755 .
    download=(apt-get -qq -o APT::Sandbox::User=root download "$package")
    "${download[@]}" >/dev/null 2>&1 || {
      apt-get update -qq >/dev/null 2>&1 || true
      "${download[@]}" >/dev/null 2>apt.log || {
        cat apt.log >&2
        exit 1
      }
    }
    mkdir -p "$into"
    dpkg -x ./*.deb "$into"
  ) || fail "the Debian package $package cannot be downloaded" "apt-get says why above" "check the network and try again"
}
