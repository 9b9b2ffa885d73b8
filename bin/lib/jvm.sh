# shellcheck shell=bash disable=SC2034 # the callers use what is set here
# The flags of every JVM that we start, in one place: the launcher, the training runs that make the AOT caches and the
# container images all take them from here. A cache is only used by a JVM with the flags that it was made with.
#
#   server   a small heap, collected by one thread: most of the time it has nothing to do. DROVER_JAVA_OPTS adds to it.
#   agent    runs on every host, so every megabyte counts: no second compiler, small stacks, a heap that starts small, and
#            no AOT cache, which would save a third of a second at the start and cost 15 MB ever after.
#            DROVER_AGENT_JAVA_OPTS adds to it.
#   cli      lives for a fraction of a second: only the start matters. DROVER_CLI_JAVA_OPTS adds to it.

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
    agent) JVM_FLAGS+=(-Xms12m -Xmx48m -Xss512k -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError) ;;
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
