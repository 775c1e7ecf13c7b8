#!/bin/bash
# Builds every program and image of the cluster, from the Go module proxy and the Debian mirror: about 17 minutes on 2 cores with nothing
# cached. What is built is kept in KERYX_CLUSTER_DIR and skipped the next time. `build.sh kwok` builds kwok too (benches only).
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/env.sh"
mkdir -p "$BIN" "$STATE/images"
export CGO_ENABLED=0

# Kubernetes built without these calls itself v0.0.0, which the charts' kubeVersion refuses.
kubernetes_version() {
  local version component=k8s.io/component-base/version
  version=$(cd "$HERE/programs/kubernetes" && go list -m -f '{{.Version}}' k8s.io/kubernetes)
  echo "-X $component.gitVersion=$version -X $component.gitMajor=1 -X $component.gitMinor=$(cut -d. -f2 <<<"$version") -X $component.gitTreeState=clean"
}

# build FOLDER PACKAGE [NAME [LINKER FLAGS]]; under another name until complete, so that a build cut short is not taken for done
build() {
  local folder=$1 package=$2 out=$BIN/${3:-$(basename "$2")} started=$SECONDS
  [ -x "$out" ] && return 0
  (cd "$HERE/programs/$folder" && go build -buildvcs=false -trimpath -ldflags "-s -w ${4:-}" -o "$out.part" "$package")
  mv "$out.part" "$out"
  echo "cluster: built $(basename "$out") in $((SECONDS - started)) s, $(($(stat -c %s "$out") / 1048576)) MiB"
}

if [ "${1:-}" = kwok ]; then
  build kwok sigs.k8s.io/kwok/cmd/kwok
  exit
fi
version_flags=$(kubernetes_version)
for program in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
  build kubernetes "k8s.io/kubernetes/cmd/$program" $program "$version_flags"
done
build etcd go.etcd.io/etcd/server/v3 etcd
build coredns github.com/coredns/coredns
build local-path github.com/rancher/local-path-provisioner
build netpol . netpol
build helm helm.sh/helm/v4/cmd/helm
[ -x "$BIN/pause" ] || gcc -static -Os -s -o "$BIN/pause" "$HERE/images/pause.c"
for image in pause coredns local-path-provisioner; do
  [ "$STATE/images/$image-1.tar" -nt "$BIN/$image" ] || "$HERE/images/program.sh" "localhost/$image:1" "$BIN/$image"
done
[ -s "$STATE/images/busybox-1.tar" ] || "$HERE/images/busybox.sh"
