# shellcheck shell=bash
# The images that every host gets when it boots: there is no registry in the lab.

build_images() {
  say "Building the sample images ..."
  sample_archive "$SAMPLE_ARCHIVE" short-names
}

# An archive is loaded once per host, and again when it is newer.
load_images() {
  local archive mark
  for archive in $SAMPLE_ARCHIVE $LAB_IMAGES; do
    [[ -e $archive ]] || continue
    mark=$(host_dir "$1")/loaded.${archive##*/}
    [[ $mark -nt $archive ]] || {
      docker -H "unix://$(host_dir "$1")/docker.sock" load -q -i "$archive" >/dev/null ||
        fail "the image archive $archive could not be loaded into h$1" "the engine's answer is above"
      touch "$mark"
    }
  done
}
