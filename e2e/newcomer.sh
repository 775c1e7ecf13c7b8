#!/bin/bash
# The newcomer's trial: the README alone, in a fresh minbase Debian, from nothing to a call and to nothing left running.
#
#   e2e/newcomer.sh [bookworm|trixie] [root|user]        as root; needs debootstrap; some 5 minutes and 3 GB under NEWCOMER_BASE
#
# NEWCOMER_PATIENCE=N allows N times the seconds, on a machine that is busy with other things. NEWCOMER_PACKAGES=FOLDER is a folder of Debian
# packages fetched before (a cache's `packages`), to spare the mirror.
#
# Only what a network needs comes from this machine: name resolution, certificates, and the variables of proxies and registries.
# Prints each step with its seconds and exits 1 at the first that is not as the README says.
set -euo pipefail

suite=${1:-bookworm} who=${2:-user}
base=${NEWCOMER_BASE:-/var/tmp/keryx-newcomer}
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/$')}   # this machine's own
repository=$(cd "$(dirname "$0")/.." && pwd)
port=${NEWCOMER_PORT:-18480} patience=${NEWCOMER_PATIENCE:-1}
first_most=$((360 * patience)) second_most=$((15 * patience))
root=$base/$suite-$who
case $who in root) home=/root ;; user) home=/home/newcomer ;; *) echo "newcomer: who is root or user" >&2; exit 2 ;; esac

say() { printf '%6d s  %s\n' "$SECONDS" "$*"; }
fail() { say "FAILED: $*"; exit 1; }

inside() { # a shell line, as the newcomer, in the checkout
    local names
    names=$(compgen -e | grep -iE '^(https?_proxy|no_proxy|PIP_[A-Z_]*(INDEX|CERT|TIMEOUT)[A-Z_]*|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|DEBIAN_MIRROR)$' || true)
    local passed=()
    for name in $names; do passed+=("$name=${!name}"); done
    chroot "${1}" setpriv --reuid="$2" --regid="$2" --clear-groups env -i HOME="$3" PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        "${passed[@]}" bash -c "cd '$3/keryx' 2>/dev/null || cd /; $4"
}
as_root() { inside "$root" 0 /root "$1"; }
as_newcomer() { inside "$root" "$([ "$who" = root ] && echo 0 || echo 1000)" "$home" "$1"; }

leftover() { # processes that live in the trial's root
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/root" 2>/dev/null)" = "$root" ] && tr '\0' ' ' <"$process/cmdline" && echo
    done || true
}
clean() {
    set +e
    [ ! -x "$root$home/keryx/.venv/bin/keryx" ] || as_newcomer '.venv/bin/keryx down' >/dev/null 2>&1
    umount "$root/proc" "$root/dev/shm" 2>/dev/null
    [ -n "${NEWCOMER_KEEP:-}" ] || rm -rf --one-file-system "$root"
}
trap clean EXIT

say "a fresh $suite, minbase"
rm -rf --one-file-system "$root" && mkdir -p "$root"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$base/$suite-$who.debootstrap.log" 2>&1 || fail "debootstrap; see $base/$suite-$who.debootstrap.log"
cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates"
cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"

line=$(grep -oE '^apt install [a-z0-9 -]+' "$repository/README.md" | head -1)
say "$line"
as_root "apt-get update -qq && DEBIAN_FRONTEND=noninteractive ${line/apt install/apt-get install -y -qq --no-install-recommends}" >"$base/$suite-$who.apt.log" 2>&1 || fail "the README's $line; see $base/$suite-$who.apt.log"
[ ! -s /etc/ssl/certs/ca-certificates.crt ] || cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
[ "$who" = root ] || as_root "useradd --create-home --uid 1000 newcomer"
git -C "$repository" archive --prefix=keryx/ HEAD | tar -x -C "$root$home" && chown -R "$([ "$who" = root ] && echo 0 || echo 1000)" "$root$home/keryx"

if [ -n "${NEWCOMER_PACKAGES:-}" ]; then
    cache=$root$([ "$who" = root ] && echo /var/cache/keryx || echo "$home/.cache/keryx")
    mkdir -p "$cache" && cp -r "$NEWCOMER_PACKAGES" "$cache/packages" && chown -R "$([ "$who" = root ] && echo 0 || echo 1000)" "${cache%/keryx}"
fi
started=$SECONDS
as_newcomer "make up UP_FLAGS='--detach --port $port'" || fail "make up"
first=$((SECONDS - started)); say "first start: $first s"
[ "$first" -le "$first_most" ] || fail "the first start took more than $first_most s"

[ "$(stat -c %a "$root$home/keryx/.keryx/accounts")" = 600 ] || fail "the accounts are readable by others"
as_newcomer '.venv/bin/keryx status' >/dev/null || fail "keryx status"
as_newcomer '.venv/bin/keryx call 3900 --keys 1 --seconds 30' | tee "$base/$suite-$who.call.log"
grep -q 'bienvenue chez Acme' "$base/$suite-$who.call.log" || fail "the caller was not welcomed"
refused=$(as_newcomer ".venv/bin/keryx up examples/acme --detach --port $port" 2>&1) && fail "a second start is not refused"
[[ "$refused" == *"already running"* && "$refused" != *$'\n'* ]] || fail "a second start is refused in other than one line: $refused"
told=$(as_newcomer '.venv/bin/keryx calls')
[[ "$told" == *overflowed* ]] || fail "keryx calls does not tell the call: $told"
as_newcomer '.venv/bin/keryx down' || fail "keryx down"
left=$(leftover); [ -z "$left" ] || fail "left running: $left"
say "keryx down left nothing"

taken='import socket,sys,time; s=socket.socket(); s.bind(("127.0.0.1",int(sys.argv[1]))); s.listen(); print(flush=True); time.sleep(60)'
as_newcomer "coproc python3 -c '$taken' $port; read -u \${COPROC[0]}; .venv/bin/keryx up examples/acme --detach --port $port; code=\$?; kill \$COPROC_PID; exit \$code" >"$base/$suite-$who.port.log" 2>&1 && fail "a port in use is not noticed"
grep -c . "$base/$suite-$who.port.log" | grep -qx 1 || fail "a port in use is told in other than one line: $(cat "$base/$suite-$who.port.log")"
say "a port in use: $(cat "$base/$suite-$who.port.log")"

started=$SECONDS
as_newcomer "make up UP_FLAGS='--detach --port $port'" >/dev/null || fail "the second make up"
second=$((SECONDS - started)); say "second start: $second s"
as_newcomer 'make down' >/dev/null || fail "make down"
left=$(leftover); [ -z "$left" ] || fail "left running: $left"
[ "$second" -le "$second_most" ] || fail "the second start took more than $second_most s"
say "all as the README says: $suite, $who; first start $first s, second $second s"
