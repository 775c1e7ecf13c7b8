#!/bin/bash
# Can a cluster be brought up on this machine? If not, one sentence says why and the exit status is 1. Nothing is changed.
set -euo pipefail
. "$(dirname "$0")/env.sh"

why_not() {
  [ "$(id -u)" = 0 ] || { echo "it needs root (containers, bridges, mounts)"; return; }
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || { echo "it needs a Debian or one of its kin (apt-get)"; return; }
  [ "$(uname -m)" = x86_64 ] || { echo "the images are made for x86_64, this machine is $(uname -m)"; return; }
  writable_cgroups || { echo "no cgroup can be made below /sys/fs/cgroup (an unprivileged container?)"; return; }
  ip_link || { echo "no network bridge can be made (an unprivileged container?)"; return; }
  mounts || { echo "nothing can be mounted (an unprivileged container?)"; return; }
  enough_disk
}

# enough_disk: programs, their sources and images take most of it, once
enough_disk() {
  local place=$STATE needed=15 free
  [ ! -x "$BIN/helm" ] || needed=5
  until [ -d "$place" ]; do place=$(dirname "$place"); done
  free=$(($(df --output=avail -k "$place" | tail -1) / 1048576))
  [ "$free" -ge $needed ] || echo "it needs $needed GiB of disk at $STATE, $free are free"
}

writable_cgroups() {
  local root=/sys/fs/cgroup probe
  [ -d $root/memory ] && root=$root/memory # version 1: a hierarchy a controller
  probe=$root/keryx-probe.$$
  mkdir "$probe" 2>/dev/null && rmdir "$probe"
}

ip_link() { unshare --net sh -c 'ip link add probe type bridge' 2>/dev/null; }

mounts() { unshare --mount sh -c 'mount -t tmpfs probe /mnt' 2>/dev/null; }

reason=$(why_not)
[ -z "$reason" ] || {
  echo "e2e/cluster: no cluster on this machine: $reason"
  exit 1
}
