#!/bin/bash
# run.sh MARKS [pytest options]: the tests of this folder that have those marks, from nothing to nothing: programs and images built if they
# are not, a fresh cluster, the tests, the cluster stopped. How long each stage took is said at the end. KERYX_CLUSTER_KEEP=1 leaves it running.
set -euo pipefail
REPOSITORY=$(cd "$(dirname "$0")/../.." && pwd)
CLUSTER=$REPOSITORY/e2e/cluster
. "$CLUSTER/env.sh"
times=()

# stage NAME COMMAND...
stage() {
  local name=$1 started=$SECONDS status=0
  shift
  "$@" || status=$?
  times+=("$(printf '%-28s %4d s' "$name" $((SECONDS - started)))")
  return $status
}

finish() {
  local status=$?
  [ -n "${KERYX_CLUSTER_KEEP:-}" ] || stage "cluster down" "$CLUSTER/down.sh"
  printf 'e2e/kubernetes: %s\n' "${times[@]}" "$(printf '%-28s %4d s' together $SECONDS)"
  exit $status
}

images() {
  local name
  while read -r name dockerfile; do
    "$CLUSTER/images/build.sh" "$name" "$REPOSITORY/$dockerfile" "$REPOSITORY" >"$STATE/images/build.log" 2>&1 ||
      { tail -50 "$STATE/images/build.log" >&2; die "$dockerfile cannot be built"; }
  done <<<"$IMAGES"
}

IMAGES="localhost/keryx:dev images/keryx/Dockerfile
localhost/keryx-asterisk:dev images/asterisk/Dockerfile
localhost/keryx-trial:dev images/trial/Dockerfile
localhost/keryx-edge:dev e2e/kubernetes/edge/Dockerfile"

"$CLUSTER/possible.sh"
trap finish EXIT
trap 'exit 130' INT TERM
stage "packages and Go" "$CLUSTER/install.sh"
stage "programs" "$CLUSTER/build.sh"
stage "images" images
stage "old cluster away" "$CLUSTER/down.sh" --purge
stage "cluster up" "$CLUSTER/up.sh"
stage "images to the node" "$CLUSTER/images/load.sh" $(cut -d' ' -f1 <<<"$IMAGES")
stage "tests" "$REPOSITORY/.venv/bin/python" -m pytest "$REPOSITORY/e2e/kubernetes" -m "$1" "${@:2}"
