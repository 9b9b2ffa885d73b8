# shellcheck shell=bash
# The images of docs/samples, made from this machine's busybox: no registry, no download but one small Debian package.
#   drover/sample-web:1, drover/sample-web:2, drover/sample-database:1   about 3 MB, all on one shared layer
# The lab gives them shorter names as well (web:1, web:2, database:1). Needs say.sh, packages.sh and image.sh.

SAMPLES=$(cd "${BASH_SOURCE[0]%/*}/../../docs/samples" && pwd)

# sample_archive ARCHIVE [short-names]: writes all three images into one 'docker load' archive.
sample_archive() {
  local archive=$1 names=${2:-} work
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder is known now
  trap "rm -rf '$work'" RETURN
  image_begin "$work"
  busybox_rootfs "$work/busybox"
  local base web database version
  base=$(image_layer "$work" "$work/busybox")
  for version in 1 2; do
    sample_rootfs "$work/web$version" web "$version"
    web=$(image_layer "$work" "$work/web$version")
    image_add "$work" "drover/sample-web:$version ${names:+web:$version}" "$(sample_config 80)" "$base" "$web"
  done
  sample_rootfs "$work/database" database 1
  database=$(image_layer "$work" "$work/database")
  image_add "$work" "drover/sample-database:1 ${names:+database:1}" "$(sample_config 7000 /data)" "$base" "$database"
  mkdir -p "${archive%/*}"
  image_end "$work" "$archive"
}

# Is there an archive, and is no file of the samples newer?
sample_archive_is_fresh() { [[ -s $1 && -z $(find "$SAMPLES" -newer "$1" -print -quit) ]]; }

sample_rootfs() {
  local rootfs=$1 tier=$2 version=$3
  mkdir -p "$rootfs"
  cp -r "$SAMPLES/hello/$tier/." "$rootfs/"
  echo "$version" >"$rootfs/www/version"
  echo ok >"$rootfs/www/healthz"
}

sample_config() {
  local port=$1 volumes=${2:+"\"$2\":{}"}
  printf '{"Cmd":["/start"],"Env":["PATH=/bin"],"WorkingDir":"/","ExposedPorts":{"%s/tcp":{}},"Volumes":{%s}}' \
    "$port" "$volumes"
}

# Debian's busybox links the C library dynamically. That is what we want: in an image without the files of the name
# service, a statically linked one crashes as soon as it looks up a name.
busybox_rootfs() {
  local rootfs=$1 busybox applet library
  mkdir -p "$rootfs"/{bin,etc,dev,proc,sys,tmp,var,run,root,www}
  chmod 1777 "$rootfs/tmp"
  find_busybox "$rootfs"
  busybox=$rootfs/bin/busybox
  copy_libraries "$rootfs" "$busybox"
  for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    library=$(dirname "$(ldd "$busybox" | awk '/libc\.so/ { print $3 }')")/$library
    [[ ! -e $library ]] || copy_library "$rootfs" "$library"
  done
  for applet in $("$busybox" --list); do
    [[ $applet == busybox ]] || ln -s busybox "$rootfs/bin/$applet"
  done
  echo 'hosts: files dns' >"$rootfs/etc/nsswitch.conf"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$rootfs/etc/passwd"
  echo 'root:x:0:' >"$rootfs/etc/group"
}

# The installed one if it will do, or the one in the Debian package, which is not installed for that.
find_busybox() {
  local rootfs=$1 installed
  if installed=$(command -v busybox) && ldd "$installed" >/dev/null 2>&1 && "$installed" --list | grep -qx httpd; then
    cp "$installed" "$rootfs/bin/busybox"
  elif command -v apt-get >/dev/null; then
    fetch_package busybox "$rootfs.package"
    cp "$rootfs.package/bin/busybox" "$rootfs/bin/busybox"
  else
    fail "no busybox to build the sample images from" \
      "on Debian and Ubuntu it is downloaded; elsewhere a dynamically linked busybox must be installed" \
      "install the package busybox and try again"
  fi
}
