#!/bin/bash
# Builds every program and image of the cluster, from the Go module proxy and the Debian mirror: 11 minutes of processor time with nothing
# cached. What is built is kept in KERYX_CLUSTER_DIR until something here changes. `build.sh kwok` builds kwok too (benches only).
#
# All programs are one Go module, so that all share one version of each library and it is compiled once: with a module each it took three times as long.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/env.sh"
mkdir -p "$BIN" "$STATE/images"
export CGO_ENABLED=0
KUBERNETES=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl)
LOCAL_PATH=github.com/rancher/local-path-provisioner

# Without these Kubernetes calls itself v0.0.0 and Helm renders for a v1.20, both of which the chart's kubeVersion refuses.
kubernetes_version() {
  local version minor component=k8s.io/component-base/version helm=helm.sh/helm/v3/pkg/chartutil
  version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
  minor=$(cut -d. -f2 <<<"$version")
  echo "-X $component.gitVersion=$version -X $component.gitMajor=1 -X $component.gitMinor=$minor -X $component.gitTreeState=clean" \
    "-X $helm.k8sVersionMajor=1 -X $helm.k8sVersionMinor=$minor"
}

go_build() { go build -buildvcs=false -trimpath -ldflags "-s -w $flags" -o "$new/" "$@"; }

# One build after the other is left alone: local-path names a library in capitals, which Go does not take beside the others.
programs() {
  local new=$STATE/new flags started=$SECONDS
  rm -rf "$new" && mkdir "$new"
  cd "$HERE/programs"
  flags=$(kubernetes_version)
  go_build "${KUBERNETES[@]/#/k8s.io/kubernetes/cmd/}" ./coredns ./netpol go.etcd.io/etcd/server/v3 helm.sh/helm/v3/cmd/helm
  go_build $LOCAL_PATH
  mv "$new/server" "$new/etcd"
  mv "$new"/* "$BIN/"
  rmdir "$new"
  echo "cluster: programs built in $((SECONDS - started)) s"
}

if [ "${1:-}" = kwok ]; then
  [ -x "$BIN/kwok" ] || (cd "$HERE/programs/kwok" && go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$BIN/kwok" sigs.k8s.io/kwok/cmd/kwok)
  exit
fi
sources=$(cd "$HERE" && cat build.sh programs/go.mod programs/go.sum programs/*/main.go | sha256sum)
if [ "$(cat "$BIN/sources" 2>/dev/null)" != "$sources" ]; then
  (programs)
  echo "$sources" >"$BIN/sources"
fi
[ -x "$BIN/pause" ] || gcc -static -Os -s -o "$BIN/pause" "$HERE/images/pause.c"
for image in pause coredns local-path-provisioner; do
  [ "$STATE/images/$image-1.tar" -nt "$BIN/$image" ] || "$HERE/images/program.sh" "localhost/$image:1" "$BIN/$image"
done
[ -s "$STATE/images/busybox-1.tar" ] || "$HERE/images/busybox.sh"
