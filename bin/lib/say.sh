# shellcheck shell=bash
# What every script here prints with: progress on standard error, results on standard output.
# An error says what happened, why as far as we know, and what to do next.

say() { printf '%s\n' "$*" >&2; }

# fail WHAT [NEXT...]: the first line is what went wrong, each further argument a line about why or what to do.
fail() {
  printf 'drover: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}

is_terminal() { [[ -t 2 && ${TERM:-dumb} != dumb ]]; }

# step TEXT: a line that is overwritten by the next one on a terminal, and stays everywhere else.
step() {
  if is_terminal; then printf '\r\033[K%s' "$*" >&2; else printf '%s\n' "$*" >&2; fi
}
step_end() { if is_terminal; then printf '\r\033[K' >&2; fi; }

need_root() { ((EUID == 0)) || fail "'$1' needs root" "$2" "run it again with sudo"; }
