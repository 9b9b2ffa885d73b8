# shellcheck shell=bash
# Maven as the project uses it: the distribution's, run by the JDK that also compiles. Needs say.sh, packages.sh, java.sh.

require_maven() {
  require_java compiler
  command -v mvn >/dev/null || need_commands "building Drover" mvn=maven
  # Maven's own libraries use what newer JDKs warn about
  export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
}

maven() { (cd "$PROJECT" && mvn -B -ntp "$@" </dev/null); }
