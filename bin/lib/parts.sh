# shellcheck shell=bash disable=SC2034 # the callers use what is set here
# The three programs that Drover is made of, as Maven packages them: a folder with a jar, its libraries and, once trained,
# its AOT cache. Needs PROJECT.

PARTS="server agent cli"
TRAINED_PARTS="server cli" # those with an AOT cache: see jvm.sh

part_dir() { echo "$PROJECT/$1/target/drover-$1"; }

part_jar() {
  if [[ $1 == cli ]]; then echo "$(part_dir cli)/drover.jar"; else echo "$(part_dir "$1")/drover-$1.jar"; fi
}

part_cache() {
  local jar
  jar=$(part_jar "$1")
  echo "${jar%.jar}.aot"
}

# Built means: the jar is there. With DROVER_REBUILD=1, in a git checkout, no source may be newer than it.
part_is_built() {
  local jar
  jar=$(part_jar "$1")
  [[ -e $jar ]] || return 1
  [[ ${DROVER_REBUILD:-} == 1 && -e $PROJECT/.git ]] || return 0
  [[ -z $(find "$PROJECT" -name target -prune -o -name .git -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$jar" -print -quit) ]]
}
