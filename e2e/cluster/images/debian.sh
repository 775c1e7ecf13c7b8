#!/bin/bash
# debian.sh SUITE...: docker.io/library/debian:SUITE-slim in buildah's store, from the Debian mirror this machine's apt uses, without a registry.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)

for suite in "$@"; do
  name=docker.io/library/debian:$suite-slim
  [ -z "$(buildah images -q "$name" 2>/dev/null)" ] || continue
  root=$STATE/rootfs/$suite
  if [ ! -e "$root/etc/debian_version" ]; then
    mkdir -p "$root"
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$STATE/rootfs/$suite.log" 2>&1 || die "debootstrap of $suite failed (see $STATE/rootfs/$suite.log)"
  fi
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/var/cache/debconf/*-old \
    "$root"/usr/share/{doc,man,info,locale}/* "$root"/tmp/* "$root"/etc/machine-id "$root"/etc/apt/sources.list
  : >"$root/etc/resolv.conf" # debootstrap copied the machine's
  : >"$root/etc/hostname"
  # Empty: build.sh mounts the machine's own settings over these while it builds, so no address of a mirror stays in an image.
  for file in etc/apt/sources.list.d/debian.sources etc/apt/apt.conf.d/99build etc/pip.conf etc/npmrc; do : >"$root/$file"; done
  printf 'APT::Install-Recommends "0";\nAPT::Install-Suggests "0";\nAcquire::Languages "none";\n' >"$root/etc/apt/apt.conf.d/90slim"
  container=$(buildah from scratch)
  tar -C "$root" --one-file-system --exclude=./dev/* --exclude=./proc/* --exclude=./sys/* -cf - . >"$root.tar"
  buildah add -q "$container" "$root.tar" / >/dev/null
  buildah config --cmd bash --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit -q --rm "$container" "$name" >/dev/null
  rm -rf "$root.tar" "$root"
done
