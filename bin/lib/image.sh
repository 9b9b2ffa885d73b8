# shellcheck shell=bash
# Writes container images as 'docker load' archives, layer by layer, without an engine and without a registry.
# Archives are reproducible: the same files give the same image id. Needs say.sh.
#
#   image_begin DIR                         DIR: an empty work folder
#   id=$(image_layer DIR ROOTFS)            adds the tree ROOTFS as a layer
#   image_add DIR "NAME:TAG ..." CONFIG ID...   an image of layers, CONFIG is the JSON of its .config
#   image_end DIR ARCHIVE

image_begin() { mkdir -p "$1" && : >"$1/manifest"; }

image_layer() {
  local work=$1 rootfs=$2 tar id
  tar=$(mktemp "$work/layer.XXXXXX")
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$rootfs" -cf "$tar" .
  id=$(sha256sum "$tar")
  id=${id%% *}
  mkdir -p "$work/archive/$id"
  mv "$tar" "$work/archive/$id/layer.tar"
  printf '%s' "$id"
}

image_add() {
  local work=$1 names=$2 config=$3 id
  shift 3
  {
    printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,' "$(image_architecture)" "$config"
    printf '"rootfs":{"type":"layers","diff_ids":[%s]},' "$(json_list sha256: '' "$@")"
    # shellcheck disable=SC2016,SC2046 # one history entry per layer
    printf '"history":[%s]}' "$(join_commas $(printf '{"created":"1970-01-01T00:00:00Z"} %.0s' "$@"))"
  } >"$work/config"
  id=$(sha256sum "$work/config")
  id=${id%% *}
  mv "$work/config" "$work/archive/$id.json"
  # shellcheck disable=SC2086 # names is a list of words
  printf '{"Config":"%s.json","RepoTags":[%s],"Layers":[%s]}\n' \
    "$id" "$(json_list '' '' $names)" "$(json_list '' /layer.tar "$@")" >>"$work/manifest"
}

image_end() {
  local work=$1 archive=$2
  printf '[%s]' "$(paste -sd, "$work/manifest")" >"$work/archive/manifest.json"
  tar --sort=name --mtime=@0 --owner=0 --group=0 -C "$work/archive" -cf "$archive.new" .
  mv "$archive.new" "$archive"
}

# json_list PREFIX SUFFIX WORD...: "PREFIXwordSUFFIX","..." (the words need no escaping: ids, names and paths)
json_list() {
  local prefix=$1 suffix=$2
  shift 2
  join_commas "${@/#/\"$prefix}" | sed "s|,|$suffix\",|g; s|\$|$suffix\"|"
}

join_commas() {
  local IFS=,
  printf '%s' "$*"
}

image_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# copy_libraries ROOTFS PROGRAM...: the shared libraries a program needs, at the paths where its loader looks for them.
copy_libraries() {
  local rootfs=$1 library
  shift
  ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// && $2 ~ /^\(/ { print $1 }' | sort -u |
    while read -r library; do
      [[ $library == "$rootfs"/* ]] || copy_library "$rootfs" "$library" # the image's own are in place already
    done
}

# copy_library ROOTFS PATH: /lib is a folder of its own in an image, whether or not it is a link to /usr/lib here.
copy_library() {
  local rootfs=$1 path=$2
  [[ ! -e $rootfs$path ]] || return 0
  mkdir -p "$rootfs${path%/*}"
  cp -L "$path" "$rootfs$path"
}
