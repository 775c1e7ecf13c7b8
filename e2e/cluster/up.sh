#!/bin/bash
# Brings a one-node Kubernetes up from nothing, or finds it up, or restarts whichever part has died. Quiet; logs are in KERYX_CLUSTER_DIR/log.
# Needs install.sh and build.sh run once.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/env.sh"
need_root
[ -x "$BIN/helm" ] && [ -s "$STATE/images/busybox-1.tar" ] || die "the programs are not built: run $HERE/build.sh"
mkdir -p "$PKI" "$CONF" "$LOG" "$RUN" "$STATE"/{cni/net.d,cni/ipam,etcd,kubelet,pv}
chmod 700 "$PKI" "$CONF"
K="kubectl --request-timeout=5s"

. "$HERE/parts/network.sh"
. "$HERE/parts/certificates.sh"
. "$HERE/parts/containerd.sh"
. "$HERE/parts/control_plane.sh"
. "$HERE/parts/node.sh"
. "$HERE/parts/add_ons.sh"
