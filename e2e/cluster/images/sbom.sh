#!/bin/bash
# sbom.sh NAME:TAG [PACKAGE_LOCK]: writes the image's bill of materials to KERYX_CLUSTER_DIR/sbom and says its size.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
name=$(full_name "$1")
mkdir -p "$STATE/sbom"
file=$STATE/sbom/$(basename "${name%%:*}").cdx.json
container=$(buildah from --pull-never "$name")
trap 'buildah rm "$container" >/dev/null' EXIT
python3 "$(dirname "$0")/../../../images/sbom.py" "$name" "$(buildah mount "$container")" ${2:+"$2"} >"$file"
size=$(buildah images --format '{{.Size}}' "$name")
echo "$1: $size, $(grep -c bom-ref "$file") components in $file"
