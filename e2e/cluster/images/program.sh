#!/bin/bash
# program.sh NAME:TAG PROGRAM: one static program as an image archive in KERYX_CLUSTER_DIR/images; up.sh imports it.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
name=$1 program=$2 archive=$STATE/images/$(basename "$1" | tr : -).tar
container=$(buildah from scratch)
buildah copy -q --chmod 0755 "$container" "$program" "/$(basename "$program")" >/dev/null
buildah config --entrypoint "[\"/$(basename "$program")\"]" --cmd '' "$container" 2>/dev/null
buildah commit -q --rm "$container" "$name" >/dev/null
rm -f "$archive"
buildah push -q "$name" "docker-archive:$archive:$name"
