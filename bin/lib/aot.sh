#!/usr/bin/env bash
# Makes the AOT caches of the programs: what a JVM learned about their classes in a training run, so that they start in
# half the time. usage: bin/lib/aot.sh
# A program is trained by starting it with --train: it does a representative run and ends. Without a cache everything
# works, only slower; so a training run that fails is reported and nothing more.
set -euo pipefail
PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in say java jvm parts; do
  # shellcheck disable=SC1090
  source "$PROJECT/bin/lib/$part.sh"
done

LONGEST_TRAINING=300 # seconds

train() {
  local part=$1 jar cache log options=() work
  jar=$(part_jar "$part")
  cache=$(part_cache "$part")
  [[ -e $jar && ! $cache -nt $jar ]] || return 0
  step "Preparing a fast start of the $part (a training run) ..."
  jvm_flags "$part"
  log=$(part_dir "$part")/training.log
  work=$(mktemp -d "$PROJECT/$part/target/training.XXXXXX")
  [[ $part != server ]] || options=(--port 0 --data "$work")
  if timeout "$LONGEST_TRAINING" "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" -XX:AOTCacheOutput="$cache.new" -Xlog:aot=error \
    -jar "$jar" --train "${options[@]}" </dev/null >"$log" 2>&1 && [[ -s $cache.new ]]; then
    mv "$cache.new" "$cache"
    rm -f "$log"
  else
    rm -f "$cache.new"
    say "The $part could not be trained, so it starts more slowly; $log says why."
  fi
  rm -rf "$work"
  step_end
}

require_java
[[ ${DROVER_AOT:-1} != 0 ]] || exit 0
for part in $TRAINED_PARTS; do train "$part"; done
