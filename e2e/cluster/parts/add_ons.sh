# CoreDNS, a volume provisioner whose volumes pods that are not root can write, and the agent that enforces NetworkPolicy.
wait_for 60 "default service account" $K get serviceaccount default
sed "s/@DNS_IP@/$DNS_IP/;s#@PV_DIR@#$STATE/pv#" "$HERE/manifests/base.yaml" | $K apply --server-side -f - >/dev/null
start netpol netpol -kubeconfig "$CONF/netpol.kubeconfig" -node "$NODE_NAME"
wait_for 60 node $K get node "$NODE_NAME"
$K wait --for=condition=Ready "node/$NODE_NAME" --timeout=60s --request-timeout=0 >/dev/null
for name in coredns local-path-provisioner; do
  $K -n kube-system rollout status "deploy/$name" --timeout=120s --request-timeout=0 >/dev/null
done
