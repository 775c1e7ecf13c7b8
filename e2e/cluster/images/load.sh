#!/bin/bash
# load.sh NAME:TAG...: from buildah's store into the node (imagePullPolicy Never or IfNotPresent), unless the node has that very image.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
trap 'rm -f "${archive:-}"' EXIT
for given in "$@"; do
  name=$(full_name "$given")
  id=$(buildah images --no-trunc -q "$name" | head -1)
  mark=$RUN/loaded.$(tr '/:' '__' <<<"$name")
  [ "$(cat "$mark" 2>/dev/null)" = "$id" ] && node_ctr images ls -q | grep -qx "$name" && continue
  archive=$(mktemp -u "$STATE/load.XXXXXX.tar")
  buildah push -q "$name" "docker-archive:$archive:$name"
  node_ctr images import "$archive" >/dev/null
  rm -f "$archive"
  echo "$id" >"$mark"
done
