#!/bin/bash
# build.sh NAME:TAG DOCKERFILE CONTEXT [buildah options]: builds an ordinary Dockerfile here, without a registry. Its base images are made by
# debian.sh. The machine's own package settings (apt mirror, pip, npm, certificates) are mounted for the time of the build only.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../env.sh"
name=$(full_name "$1") dockerfile=$2 context=$3
shift 3
suites=$(sed -nE 's/^FROM +(docker\.io\/library\/)?debian:([a-z]+)-slim.*/\2/p' "$dockerfile" | sort -u)
"$HERE/debian.sh" $suites

settings=$(mktemp -d)
trap 'rm -rf "$settings"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$mirror" "$suites" >"$settings/debian.sources"
{
  echo 'Acquire::Check-Valid-Until "false";' # a mirror may stand still for weeks; its signature is checked all the same
  cat /etc/apt/apt.conf.d/*proxy* 2>/dev/null || true
} >"$settings/apt.conf"
{
  printf '[global]\ncert = /run/build-ca.crt\n'
  python3 -m pip config list 2>/dev/null | sed -nE "s/^(:env:\.|global\.)(index-url|extra-index-url|trusted-host|proxy)='(.*)'$/\2 = \3/p"
} >"$settings/pip.conf"
{
  echo cafile=/run/build-ca.crt
  grep -hE '^(registry|proxy|https-proxy|//)' /etc/npmrc "$HOME/.npmrc" 2>/dev/null || true
} >"$settings/npmrc"
cp -L "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$settings/ca.crt"
chmod -R a+rX "$settings"
buildah bud --isolation chroot --layers --pull-never --format oci -t "$name" -f "$dockerfile" \
  -v "$settings/debian.sources:/etc/apt/sources.list.d/debian.sources:ro" -v "$settings/apt.conf:/etc/apt/apt.conf.d/99build:ro" \
  -v "$settings/pip.conf:/etc/pip.conf:ro" -v "$settings/npmrc:/etc/npmrc:ro" -v "$settings/ca.crt:/run/build-ca.crt:ro" "$@" "$context"
