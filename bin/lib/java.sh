# shellcheck shell=bash
# Finds a JDK that is new enough. Reads the 'release' file of a JDK instead of starting it: that takes no time.
# Needs say.sh.

OLDEST_JAVA=25

# Sets JAVA_HOME. require_java [compiler]: with the compiler, or just to run.
require_java() {
  local home tool=java
  [[ ${1:-} != compiler ]] || tool=javac
  if [[ -n ${DROVER_JAVA_HOME:-} ]]; then
    java_is_good "$DROVER_JAVA_HOME" "$tool" || fail "DROVER_JAVA_HOME is '$DROVER_JAVA_HOME'" \
      "that is not a JDK $OLDEST_JAVA or newer (version found: $(java_version "$DROVER_JAVA_HOME"))" "$(how_to_get_java)"
    export JAVA_HOME=$DROVER_JAVA_HOME
    return
  fi
  while read -r home; do
    if java_is_good "$home" "$tool"; then
      export JAVA_HOME=$home
      return
    fi
  done < <(java_homes)
  fail "Drover needs a JDK $OLDEST_JAVA or newer, and there is none on this machine" \
    "looked at DROVER_JAVA_HOME, JAVA_HOME, /usr/lib/jvm/* and the java on the PATH" "$(how_to_get_java)"
}

java_homes() {
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  printf '%s\n' /usr/lib/jvm/*
  local java
  ! java=$(command -v java) || printf '%s\n' "$(dirname "$(dirname "$(readlink -f "$java")")")"
}

java_is_good() {
  [[ -x $1/bin/$2 ]] || return 1
  local version
  version=$(java_version "$1")
  version=${version%%[!0-9]*}
  [[ -n $version ]] && ((version >= OLDEST_JAVA))
}

# 25.0.3, or "none". Versions before 9 call themselves 1.8: too old either way.
java_version() {
  local line
  [[ ! -r $1/release ]] || while read -r line; do
    if [[ $line == JAVA_VERSION=* ]]; then
      line=${line#*=}
      echo "${line//\"/}"
      return
    fi
  done <"$1/release"
  echo none
}

how_to_get_java() {
  cat <<'HOW'
get one, for example Eclipse Temurin:
    Debian, Ubuntu   https://adoptium.net/installation/linux (package temurin-25-jdk)
    Fedora, RHEL     the same page (package temurin-25-jdk)
    anywhere else    unpack https://api.adoptium.net/v3/binary/latest/25/ga/linux/x64/jdk/hotspot/normal/eclipse
                     and say where it is: export DROVER_JAVA_HOME=/the/unpacked/folder
HOW
}
