#!/bin/bash
# localhost/busybox:1 of Debian's busybox-static: the volume provisioner's helper.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin"
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
container=$(buildah from scratch)
buildah copy -q "$container" "$root" / >/dev/null
buildah config --cmd sh "$container"
buildah commit -q --rm "$container" localhost/busybox:1 >/dev/null
archive=$STATE/images/busybox-1.tar
rm -f "$archive"
buildah push -q localhost/busybox:1 "docker-archive:$archive:localhost/busybox:1"
