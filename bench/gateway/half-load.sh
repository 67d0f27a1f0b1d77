#!/usr/bin/env bash
# What the gateway adds to a call while its core is half busy: a fixed rate, whatever the answers do, each latency counted from when its call was due.
#   bench/gateway/half-load.sh [calls a second] [seconds]
rate=${1:-7000} seconds=${2:-10}
. "$(dirname "$0")/rig.sh"
start_json
start_gyre
warm "$ours" "$work/chat.json"
direct=$(taskset -c 1 node "$here/fixed-rate.mjs" "$json" "$work/chat.json" "$rate" "$seconds")
before=$(ticks "$us")
through=$(taskset -c 1 node "$here/fixed-rate.mjs" "$ours" "$work/chat.json" "$rate" "$seconds")
busy=$(( ($(ticks "$us") - before) / (seconds + 2) ))
say "fixed rate" "$(echo "$direct $through" | awk -v rate="$rate" -v busy="$busy" \
  '{ printf "%d/s, core %d %% busy: p50 %.2f direct, %.2f through, %.2f added; p99 %.2f direct, %.2f through, %.2f added (ms); %d failed", rate, busy, $1, $5, $5 - $1, $2, $6, $6 - $2, $4 + $8 }')"
