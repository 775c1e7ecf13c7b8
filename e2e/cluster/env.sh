# Sourced by every script here: where things lie, and the few words the scripts share.
# KERYX_CLUSTER_DIR holds all state (programs, images, certificates, logs, data), outside the checkout; the addresses may be overridden too.
: "${KERYX_CLUSTER_DIR:=${XDG_CACHE_HOME:-$HOME/.cache}/keryx-cluster}"
: "${NODE_NAME:=node0}"
: "${NODE_IP:=10.243.0.1}" # on a bridge of our own: nothing listens on the machine's real interfaces
: "${POD_CIDR:=10.244.0.0/24}"
: "${POD_GATEWAY:=10.244.0.1}"
: "${SERVICE_CIDR:=10.96.0.0/16}"
: "${API_SERVICE_IP:=10.96.0.1}"
: "${DNS_IP:=10.96.0.10}"
: "${API_PORT:=6443}"
STATE=$KERYX_CLUSTER_DIR
BIN=$STATE/bin
PKI=$STATE/pki
CONF=$STATE/conf
LOG=$STATE/log
RUN=$STATE/run
CONTAINERD=$RUN/containerd.sock
SANDBOX_IMAGE=localhost/pause:1
BRIDGE=keryx-node0
PATH=$BIN:$STATE/go/bin:$PATH
export KUBECONFIG=$STATE/admin.kubeconfig

die() {
  echo "e2e/cluster: $*" >&2
  exit 1
}

need_root() {
  [ "$(id -u)" = 0 ] || die "a cluster on this machine needs root (containers, bridges, mounts): run it as root, or set KUBECONFIG to a cluster you have"
}

# alive NAME: is the recorded process still the one that was started? A pid alone is not enough: it may be reused, or a zombie.
alive() {
  local pid started
  [ -s "$RUN/$1.pid" ] || return 1
  read -r pid started <"$RUN/$1.pid"
  [ "$(awk '$3 != "Z" && $3 != "X" {print $22}' "/proc/$pid/stat" 2>/dev/null)" = "$started" ]
}

# start NAME COMMAND...: run it in the background unless it runs; its words go to log/NAME.log.
start() {
  local name=$1 pid
  shift
  alive "$name" && return 0
  setsid "$@" >>"$LOG/$name.log" 2>&1 </dev/null &
  pid=$!
  echo "$pid $(awk '{print $22}' "/proc/$pid/stat" 2>/dev/null)" >"$RUN/$name.pid"
}

# put FILE: standard input, only if it differs (kube-proxy exits when its file is rewritten, even with the same bytes).
put() {
  local new
  new=$(mktemp "$1.XXXX")
  cat >"$new"
  if cmp -s "$new" "$1"; then rm -f "$new"; else chmod 644 "$new" && mv "$new" "$1"; fi
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local seconds=$1 what=$2 end
  shift 2
  end=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || die "$what not ready after $seconds s (see $LOG)"
    sleep 0.2
  done
}

# the node's containerd, and the namespace the kubelet uses
node_ctr() { ctr -a "$CONTAINERD" -n k8s.io "$@"; }

# buildah 1.28 does not heed STORAGE_DRIVER in the environment
buildah() { command buildah ${STORAGE_DRIVER:+--storage-driver "$STORAGE_DRIVER"} "$@"; }

full_name() { case $1 in */*) echo "$1" ;; *) echo "docker.io/library/$1" ;; esac; }
