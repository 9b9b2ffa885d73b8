#!/usr/bin/env bash
# Builds those of the given programs that are not built yet. usage: bin/lib/build.sh [server|agent|cli]...
set -euo pipefail
PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in say packages java maven parts; do
  # shellcheck disable=SC1090
  source "$PROJECT/bin/lib/$part.sh"
done

LOG=$PROJECT/target/build.log

main() {
  local missing
  # shellcheck disable=SC2086 # a list of words
  (($# > 0)) || set -- $PARTS
  missing=$(missing_parts "$@")
  [[ -n $missing ]] || return 0
  lock_build
  missing=$(missing_parts "$@") # another build may just have made them
  [[ -n $missing ]] || return 0
  require_maven
  # shellcheck disable=SC2086 # a list of words
  package $missing
  "$PROJECT/bin/lib/aot.sh"
}

missing_parts() {
  local part
  for part; do part_is_built "$part" || printf '%s ' "$part"; done
}

# Two builds at once in the same folders would break each other.
lock_build() {
  mkdir -p "$PROJECT/target"
  exec 7>"$PROJECT/target/build.lock"
  flock -n 7 || { say "Another build is running; waiting for it ..." && flock 7; }
}

package() {
  local modules maven
  modules=$(IFS=, && echo "$*")
  : >"$LOG"
  maven -Dmaven.test.skip=true package -pl "$modules" -am >"$LOG" 2>&1 7>&- &
  maven=$!
  show_progress "$maven"
  wait "$maven" || fail "building $* failed" "$(grep -m 10 '^\[ERROR\]' "$LOG" || tail -n 10 "$LOG")" "Maven's whole output is in $LOG"
  local part
  for part; do
    [[ -e $(part_jar "$part") ]] || fail "Maven is done, but there is no $(part_jar "$part")" "its output is in $LOG"
    touch "$(part_jar "$part")" # Maven leaves a jar alone when its sources did not change; it is up to date now
  done
}

# One line that moves on a terminal; elsewhere one line per module.
show_progress() {
  local module shown=
  say "Building Drover (the first time this takes a few minutes; the libraries come from Maven Central) ..."
  while kill -0 "$1" 2>/dev/null; do
    module=$(grep -o '^\[INFO\] Building [^<]*\[[0-9/]*\]' "$LOG" 2>/dev/null | tail -n 1 || true)
    module=$(tr -s ' ' <<<"${module#\[INFO\] Building }")
    if is_terminal; then
      step "  $((SECONDS)) s  $module"
    elif [[ $module != "$shown" ]]; then
      say "  $module"
      shown=$module
    fi
    sleep 0.5
  done
  step_end
}

main "$@"
