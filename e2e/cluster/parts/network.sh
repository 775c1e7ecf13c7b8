# The node's address on a bridge of our own (a pod cannot use a loopback address of the API server), and the sysctls pods need.
# What we, the kubelet and kube-proxy change on the machine is noted once, and put back by down.sh.
ip link show $BRIDGE >/dev/null 2>&1 || ip link add $BRIDGE type bridge
ip addr show dev $BRIDGE | grep -q "$NODE_IP/32" || ip addr add "$NODE_IP/32" dev $BRIDGE
ip link set $BRIDGE up
modprobe -q br_netfilter 2>/dev/null || true # built in on some kernels
CHANGED=(net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables fs.inotify.max_user_instances vm.overcommit_memory kernel.panic
  kernel.panic_on_oops net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_timeout_close_wait)
if [ ! -s "$STATE/sysctl.saved" ]; then
  for name in "${CHANGED[@]}"; do sysctl "$name" 2>/dev/null || true; done >"$STATE/sysctl.saved" # some are there only once in use
fi
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 fs.inotify.max_user_instances=1024
