#!/usr/bin/env bash
# Memory under steady load. A line a minute, then one that counts.
#   bench/gateway/soak.sh [minutes]
minutes=${1:-10}
. "$(dirname "$0")/rig.sh"
start_json
start_gyre
warm "$ours" "$work/chat.json"
own() { awk '/^Anonymous/ { print int($2 / 1024) }' "/proc/$us/smaps_rollup"; }
first=$(own) calls=0 failed=0
for minute in $(seq "$minutes"); do
  read -r _ _ done _ _ bad < <(load "$ours" "$work/chat.json" 64 60)
  calls=$((calls + done)) failed=$((failed + bad))
  say "  minute $minute" "$calls calls, $(memory "$us")"
done
say "soak of $minutes min" "$calls calls, $failed failed: $first MiB of its own at the beginning, $(own) MiB at the end; now $(memory "$us")"
