# One certificate authority, a certificate for each part, and the kubeconfigs made of them. All below a folder of mode 0700.
umask 077

authority() {
  [ -s "$PKI/ca.crt" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -keyout "$PKI/ca.key" -out "$PKI/ca.crt" -subj /CN=ca -addext basicConstraints=critical,CA:TRUE \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null
}

# certificate NAME SUBJECT serverAuth|clientAuth [ALTERNATIVE NAMES]
certificate() {
  [ -s "$PKI/$1.crt" ] && return 0
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$PKI/$1.key" -out "$PKI/$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 3650 -out "$PKI/$1.crt" -extfile <(
    printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n' "$3"
    [ -z "${4:-}" ] || printf 'subjectAltName=%s\n' "$4"
  ) 2>/dev/null
}

# kubeconfig NAME FILE: for the holder of certificate NAME
kubeconfig() {
  [ -s "$2" ] && return 0
  cat >"$2" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: keryx-e2e, cluster: {server: "https://$NODE_IP:$API_PORT", certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 <"$PKI/$1.crt"), client-key-data: $(base64 -w0 <"$PKI/$1.key")}}]
contexts: [{name: keryx-e2e, context: {cluster: keryx-e2e, user: $1}}]
current-context: keryx-e2e
EOF
}

authority
dns=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local
certificate apiserver /CN=kube-apiserver serverAuth "IP:$NODE_IP,IP:127.0.0.1,IP:$API_SERVICE_IP,$dns"
certificate apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
certificate kubelet-serving "/O=system:nodes/CN=system:node:$NODE_NAME" serverAuth "IP:$NODE_IP,DNS:$NODE_NAME"
certificate kubelet "/O=system:nodes/CN=system:node:$NODE_NAME" clientAuth
certificate admin /O=system:masters/CN=admin clientAuth
for part in controller-manager scheduler kube-proxy; do certificate $part "/CN=system:kube-${part#kube-}" clientAuth; done
certificate netpol /CN=netpol clientAuth
[ -s "$PKI/sa.key" ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$PKI/sa.key" 2>/dev/null
[ -s "$PKI/sa.pub" ] || openssl pkey -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub"
kubeconfig admin "$KUBECONFIG"
for part in controller-manager scheduler kube-proxy kubelet netpol; do kubeconfig $part "$CONF/$part.kubeconfig"; done
umask 022 # the kubelet writes each pod's /etc/hosts with our umask: 077 would hide it from containers that are not root
