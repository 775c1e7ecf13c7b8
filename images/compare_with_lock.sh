#!/bin/sh
# compare_with_lock.sh LOCK PROGRAM...: says which packages have another version than the one Keryx was tried with, and refuses another major
# version of PROGRAM. Debian unstable keeps no old versions, so a lock can tell, not pin.
set -eu
lock=$1
shift
dpkg-query -W -f '${Package} ${Version}\n' | awk 'NR == FNR {tried[$1] = $2; next} ($1 in tried) && tried[$1] != $2 {print "another version: " $1 " " $2 " (tried with " tried[$1] ")"}' "$lock" -
major() { sed 's/^[0-9]*://; s/[^0-9].*//'; }
for program in "$@"; do
  tried=$(awk -v name="$program" '$1 == name {print $2}' "$lock" | major)
  found=$(dpkg-query -W -f '${Version}' "$program" | major)
  [ "$found" = "$tried" ] || {
    echo "$program $found is here, but Keryx is written for $tried" >&2
    exit 1
  }
done
