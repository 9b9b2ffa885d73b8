#!/usr/bin/env bash
# Builds the container images drover/server and drover/agent, without a registry, and loads them into the engine at
# DOCKER_HOST. usage: bin/drover images [server|agent]...
#
# An image is made of layers that change more and more often: the shared libraries and a Java runtime with the modules the
# program needs (jlink), the program's libraries, the program, and its AOT cache, for which it is trained in a container.
set -euo pipefail
PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in say packages java jvm parts image sample-image docker; do
  # shellcheck disable=SC1090
  source "$PROJECT/bin/lib/$part.sh"
done

main() {
  local part
  (($# > 0)) || set -- server agent
  for part; do
    [[ $part == server || $part == agent ]] || fail "there is no image of '$part'" "usage: bin/drover images [server|agent]..."
  done
  "$PROJECT/bin/lib/build.sh" "$@"
  require_java compiler
  need_engine
  for part; do (build_image "$part"); done
}

build_image() {
  local part=$1 version archive work runtime layers
  version=$(project_version)
  archive=$PROJECT/$part/target/drover-$part-image.tar
  work=$(mktemp -d "$PROJECT/$part/target/image.XXXXXX")
  # shellcheck disable=SC2064 # the folder is known now
  trap "rm -rf '$work'" EXIT
  # shellcheck disable=SC1090
  source "$PROJECT/$part/image/image.sh"

  step "drover/$part: the Java runtime ..."
  runtime_rootfs "$part" "$work/runtime"
  step "drover/$part: the program ..."
  program_rootfs "$part" "$work/libraries" "$work/program" "$work/runtime"
  image_begin "$work"
  runtime=$(image_layer "$work" "$work/runtime")
  layers=("$runtime" "$(image_layer "$work" "$work/libraries")" "$(image_layer "$work" "$work/program")")

  if [[ -n ${IMAGE_TRAINING:-} ]]; then
    step "drover/$part: the AOT cache (a training run in a container) ..."
    write_and_load "$work" "$archive" "drover/$part:untrained" "$(image_config "$part")" "${layers[@]}"
    if train_in_container "$part" "$work/cache"; then
      layers+=("$(image_layer "$work" "$work/cache")")
    else
      say "drover/$part could not be trained, so it starts more slowly; $PROJECT/$part/target/image-training.log says why."
    fi
    docker image rm -f "drover/$part:untrained" >/dev/null
  fi
  : >"$work/manifest"
  write_and_load "$work" "$archive" "drover/$part:$version drover/$part:latest" "$(image_config "$part")" "${layers[@]}"
  step_end
  say "Built drover/$part:$version ($(docker image inspect -f '{{.Size}}' "drover/$part:$version" | numfmt --to=iec)); also in $archive"
}

write_and_load() {
  local work=$1 archive=$2
  shift 2
  image_add "$work" "$@"
  image_end "$work" "$archive"
  docker load -q -i "$archive" >/dev/null
}

# A small system: busybox as the shell (MariaDB is installed by a script), the shared libraries, certificates, Java.
runtime_rootfs() {
  local part=$1 rootfs=$2
  busybox_rootfs "$rootfs"
  rm -rf "$rootfs/www" "$rootfs.package"
  mkdir -p "$rootfs/opt" "$rootfs/var/lib/drover"
  java_runtime "$rootfs/opt/java"
  local java_library_path=$rootfs/opt/java/lib:$rootfs/opt/java/lib/server
  LD_LIBRARY_PATH=$java_library_path copy_libraries "$rootfs" "$rootfs/opt/java/bin/java" \
    "$rootfs"/opt/java/lib/*.so "$rootfs"/opt/java/lib/server/*.so
  [[ -z ${IMAGE_DATABASE_LIBRARY:-} ]] || database_libraries "$part" "$rootfs"
}

java_runtime() {
  local runtime=$1
  "$JAVA_HOME/bin/jlink" --add-modules "$IMAGE_MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --compress zip-6 --output "$runtime"
  # there is no screen and no sound in a container, and these want the libraries of both
  rm -f "$runtime"/lib/{libawt_xawt,libsplashscreen,libjawt,libjsound}.so "$runtime"/legal -r
}

# The embedded database is in a jar of the server: its programs need shared libraries, and nine tenths of them are debug
# symbols that no image needs.
database_libraries() {
  local part=$1 rootfs=$2 unpacked=$2.database programs missing
  mkdir -p "$unpacked"
  # shellcheck disable=SC2086 # the library is a pattern
  (cd "$unpacked" && "$JAVA_HOME/bin/jar" xf "$(part_dir "$part")"/lib/$IMAGE_DATABASE_LIBRARY)
  mapfile -t programs < <(elf_files "$unpacked")
  missing=$(ldd "${programs[@]}" 2>/dev/null | awk '/not found/ { print $1 }' | sort -u | xargs)
  [[ -z $missing ]] || fail "the embedded database needs libraries that this machine does not have: $missing" \
    "the image is made from this machine's libraries" "install them (libcrypt1 libsystemd0 libstdc++6) and try again"
  copy_libraries "$rootfs" "${programs[@]}"
}

slim_database() {
  local unpacked=$1 library
  need_commands "making the server's image smaller" strip=binutils
  elf_files "$unpacked" | xargs strip
  find "$unpacked" \( -name '*.a' -o -name 'Mongo*.jar' \) -delete
  library=$(find "$2" -name "$IMAGE_DATABASE_LIBRARY")
  "$JAVA_HOME/bin/jar" cfM "$library" -C "$unpacked" .
}

elf_files() {
  local file magic
  find "$1" -type f \( -path '*/bin/*' -o -name '*.so*' \) | while read -r file; do
    IFS= read -r -n 4 -d '' magic <"$file" || true
    [[ $magic != $'\x7fELF' ]] || { chmod +x "$file" && echo "$file"; }
  done
}

program_rootfs() {
  local part=$1 libraries=$2/opt/drover program=$3/opt/drover
  mkdir -p "$libraries" "$program"
  [[ ! -d $(part_dir "$part")/lib ]] || cp -r "$(part_dir "$part")/lib" "$libraries/"
  [[ -z ${IMAGE_DATABASE_LIBRARY:-} ]] || slim_database "$4.database" "$libraries/lib"
  cp "$(part_jar "$part")" "$program/drover-$part.jar"
  jvm_flags "$part"
  printf '%s\n' "${JVM_FLAGS[@]}" >"$program/jvm.options"
}

# JAVA_TOOL_OPTIONS is how a user of the image adds JVM options: there is no shell in between.
image_config() {
  printf '{"Entrypoint":["/opt/java/bin/java","@/opt/drover/jvm.options","-jar","/opt/drover/drover-%s.jar"],"WorkingDir":"/",%s}' \
    "$1" "$(image_settings | tr -d '\n')"
}

train_in_container() {
  local part=$1 into=$2 container log=$PROJECT/$1/target/image-training.log trained=1
  jvm_flags "$part"
  # shellcheck disable=SC2086 # a list of words
  container=$(docker create --entrypoint /opt/java/bin/java "drover/$part:untrained" @/opt/drover/jvm.options \
    -XX:AOTCacheOutput=/opt/drover/drover.aot -Xlog:aot=error -jar "/opt/drover/drover-$part.jar" $IMAGE_TRAINING)
  mkdir -p "$into/opt/drover"
  if timeout 300 docker start -a "$container" >"$log" 2>&1 </dev/null &&
    docker cp "$container:/opt/drover/drover.aot" "$into/opt/drover/" >>"$log" 2>&1; then
    printf '%s\n' "${JVM_FLAGS[@]}" -XX:AOTCache=/opt/drover/drover.aot >"$into/opt/drover/jvm.options"
    trained=0
  fi
  docker rm -fv "$container" >/dev/null
  return $trained
}

# As in the registration command: without Maven's -SNAPSHOT.
project_version() { sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$PROJECT/pom.xml" | head -n 1 | sed 's/-SNAPSHOT$//'; }

main "$@"
