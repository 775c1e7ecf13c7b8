# The one node: images first (the kubelet needs the sandbox image), then kubelet and kube-proxy.
wait_for 30 containerd node_ctr version
for archive in "$STATE"/images/*.tar; do
  imported=$RUN/imported.$(basename "$archive")
  [ "$imported" -nt "$archive" ] && continue
  node_ctr images import "$archive" >>"$LOG/import.log" 2>&1 || die "$archive cannot be imported (see $LOG/import.log)"
  touch "$imported"
done

# Pods never ask the machine's name server. An empty file would make containerd copy the machine's own.
echo 'options timeout:1' | put "$CONF/resolv.conf"
put "$CONF/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: "$NODE_IP"
healthzBindAddress: 127.0.0.1
readOnlyPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$PKI/ca.crt"}}
authorization: {mode: Webhook}
tlsCertFile: "$PKI/kubelet-serving.crt"
tlsPrivateKeyFile: "$PKI/kubelet-serving.key"
containerRuntimeEndpoint: "unix://$CONTAINERD"
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: ["$DNS_IP"]
resolvConf: "$CONF/resolv.conf"
podLogsDir: "$LOG/pods"
maxPods: 240
registerNode: true
serializeImagePulls: false
imageGCHighThresholdPercent: 100 # without a registry a collected image never comes back
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: "200Mi", nodefs.available: "1Gi", imagefs.available: "1Gi"}
syncFrequency: 10s
nodeStatusUpdateFrequency: 5s
shutdownGracePeriod: 0s
oomScoreAdj: 0
EOF
start kubelet kubelet --config="$CONF/kubelet.yaml" --kubeconfig="$CONF/kubelet.kubeconfig" \
  --root-dir="$STATE/kubelet" --hostname-override="$NODE_NAME" --node-ip="$NODE_IP"

put "$CONF/kube-proxy.yaml" <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
hostnameOverride: "$NODE_NAME"
clientConnection: {kubeconfig: "$CONF/kube-proxy.kubeconfig"}
bindAddress: "$NODE_IP"
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
clusterCIDR: "$POD_CIDR"
nodePortAddresses: ["$NODE_IP/32"]
conntrack: {maxPerCore: 0}
oomScoreAdj: 0
EOF
start kube-proxy kube-proxy --config="$CONF/kube-proxy.yaml"
