# shellcheck shell=bash disable=SC2034 # the callers use what is set here
# The flags of every JVM that we start: the launcher, the training runs that make the AOT caches and the container images
# all take them from here. A cache is only used by a JVM with the flags that it was made with. Needs parts.sh.
#
#   server   a small heap, collected by one thread: most of the time it has nothing to do. DROVER_JAVA_OPTS adds to it.
#   agent    runs on every host, so every megabyte counts: its flags were measured and come with it, in java.args. No AOT
#            cache: it would save a third of a second at the start and cost 15 MB ever after. DROVER_AGENT_JAVA_OPTS.
#   cli      lives for a fraction of a second: only the start matters. DROVER_CLI_JAVA_OPTS.

# jvm_flags PART: sets JVM_FLAGS.
jvm_flags() {
  JVM_FLAGS=(
    -XX:+UseSerialGC
    -XX:+UseCompactObjectHeaders
    -XX:-UsePerfData # its file is named after the process id, which means nothing in a container
    --enable-native-access=ALL-UNNAMED
    --sun-misc-unsafe-memory-access=allow # the queues of RSocket and Netty
  )
  case $1 in
    server) JVM_FLAGS+=(-Xmx320m -Xss512k -XX:+ExitOnOutOfMemoryError) ;;
    agent)
      mapfile -t JVM_FLAGS < <(grep '^-' "$(part_dir agent)/java.args")
      JVM_FLAGS+=(--enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError)
      ;;
    cli) JVM_FLAGS+=(-Xmx128m -XX:TieredStopAtLevel=1) ;;
  esac
}

# The user's own, after ours so that they win.
jvm_user_flags() {
  case $1 in
    server) JVM_USER_FLAGS=${DROVER_JAVA_OPTS:-} ;;
    agent) JVM_USER_FLAGS=${DROVER_AGENT_JAVA_OPTS:-} ;;
    cli) JVM_USER_FLAGS=${DROVER_CLI_JAVA_OPTS:-} ;;
  esac
}
