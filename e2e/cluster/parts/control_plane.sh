# etcd (no fsync: a test bed), API server with an audit log, controller manager, scheduler.
start etcd etcd --name "$NODE_NAME" --data-dir "$STATE/etcd" --unsafe-no-fsync \
  --listen-client-urls http://127.0.0.1:12379 --advertise-client-urls http://127.0.0.1:12379 \
  --listen-peer-urls http://127.0.0.1:12380 --initial-advertise-peer-urls http://127.0.0.1:12380 \
  --initial-cluster "$NODE_NAME=http://127.0.0.1:12380" --auto-compaction-retention=1 --logger zap
wait_for 30 etcd curl -fs --noproxy '*' http://127.0.0.1:12379/health

start kube-apiserver kube-apiserver --bind-address="$NODE_IP" --advertise-address="$NODE_IP" --secure-port="$API_PORT" \
  --etcd-servers=http://127.0.0.1:12379 --service-cluster-ip-range="$SERVICE_CIDR" --allow-privileged=true \
  --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --anonymous-auth=false \
  --client-ca-file="$PKI/ca.crt" --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
  --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-client-certificate="$PKI/apiserver-kubelet-client.crt" \
  --kubelet-client-key="$PKI/apiserver-kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local --service-account-key-file="$PKI/sa.pub" \
  --service-account-signing-key-file="$PKI/sa.key" --endpoint-reconciler-type=lease \
  --audit-policy-file="$HERE/manifests/audit_policy.yaml" --audit-log-path="$LOG/audit.log" --audit-log-maxsize=200 --audit-log-maxbackup=2
wait_for 60 kube-apiserver $K get --raw=/readyz

# The default rates of 20 and 50 requests a second make 1,000 pods take 50 s.
start kube-controller-manager kube-controller-manager --kubeconfig="$CONF/controller-manager.kubeconfig" \
  --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials=true \
  --service-account-private-key-file="$PKI/sa.key" --root-ca-file="$PKI/ca.crt" --cluster-signing-cert-file="$PKI/ca.crt" \
  --cluster-signing-key-file="$PKI/ca.key" --service-cluster-ip-range="$SERVICE_CIDR" --cluster-cidr="$POD_CIDR" \
  --kube-api-qps=300 --kube-api-burst=500
start kube-scheduler kube-scheduler --kubeconfig="$CONF/scheduler.kubeconfig" --bind-address=127.0.0.1 --leader-elect=false \
  --kube-api-qps=300 --kube-api-burst=500
