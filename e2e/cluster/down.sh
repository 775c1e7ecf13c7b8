#!/bin/bash
# Stops the cluster: only processes that were recorded (pid and start time), our containers, mounts, rules, links and cgroups.
# Its data stays for the next up.sh; `down.sh --purge` drops it too. Programs and images stay in either case.
set -uo pipefail
. "$(dirname "$0")/env.sh"
need_root

# stop NAME [SECONDS]: SIGTERM, then SIGKILL
stop() {
  local pid _
  alive "$1" || {
    rm -f "$RUN/$1.pid"
    return 0
  }
  read -r pid _ <"$RUN/$1.pid"
  kill "$pid" 2>/dev/null
  for _ in $(seq $((${2:-10} * 10))); do
    alive "$1" || break
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null
  rm -f "$RUN/$1.pid"
}

containers() { [ -S "$CONTAINERD" ] && node_ctr containers ls -q 2>/dev/null; }

end_containers() {
  local id _
  for id in $(containers); do
    node_ctr containers info "$id" 2>/dev/null | grep -o '/[a-z/]*/netns/cni-[0-9a-f-]*'
    node_ctr tasks kill -a -s KILL "$id" >/dev/null 2>&1
  done | sort -u >"$RUN/network-namespaces"
  for id in $(containers); do
    for _ in $(seq 10); do
      node_ctr tasks rm -f "$id" >/dev/null 2>&1
      node_ctr tasks ls -q | grep -q "^$id$" || break
      sleep 0.1
    done
    node_ctr containers rm "$id" >/dev/null 2>&1
  done
}

unmount_all() {
  while read -r namespace; do umount "$namespace" 2>/dev/null && rm -f "$namespace"; done <"$RUN/network-namespaces"
  awk -v d="$STATE/" 'index($2, d) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do umount -l "$mount" 2>/dev/null; done
}

drop_rules() {
  local table rules chain
  kube-proxy --cleanup >/dev/null 2>&1
  for table in nat filter mangle; do
    rules=$(iptables-save -t $table 2>/dev/null | grep -E '^-A .*(KUBE-|CNI-)|^:(KUBE-|CNI-)') || continue
    grep '^-A' <<<"$rules" | sed "s/^-A/iptables -w -t $table -D/" | bash >/dev/null 2>&1
    for chain in $(sed -n 's/^:\([^ ]*\) .*/\1/p' <<<"$rules"); do iptables -w -t $table -F "$chain" 2>/dev/null; done
    for chain in $(sed -n 's/^:\([^ ]*\) .*/\1/p' <<<"$rules"); do iptables -w -t $table -X "$chain" 2>/dev/null; done
  done
  nft delete table ip netpol 2>/dev/null
  for link in cni0 $BRIDGE; do ip link del $link 2>/dev/null; done
}

drop_cgroups() {
  local hierarchy
  for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/{cpu,cpuacct,cpuset,memory,devices,freezer,blkio,pids,systemd,unified}; do
    [ -d $hierarchy/kubepods ] && find $hierarchy/kubepods -depth -type d -exec rmdir {} + 2>/dev/null
  done
}

[ -d "$RUN" ] || exit 0
for part in netpol kwok kubelet kube-scheduler kube-controller-manager kube-proxy; do stop $part; done
end_containers
stop kube-apiserver 20
for part in etcd containerd; do stop $part; done
unmount_all
drop_rules
drop_cgroups
[ -s "$STATE/sysctl.saved" ] && sysctl -qp "$STATE/sysctl.saved" >/dev/null 2>&1
rm -rf "$STATE/sysctl.saved" "$STATE"/{cni,containerd/state,kubelet} "$RUN"/*.sock*
[ "${1:-}" = --purge ] && rm -rf "$STATE"/{etcd,pki,conf,log,run,pv,containerd,admin.kubeconfig}
exit 0
