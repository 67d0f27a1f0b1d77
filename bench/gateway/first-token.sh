#!/usr/bin/env bash
# What the gateway adds to the first token of a stream, and to the time between two.
#   bench/gateway/first-token.sh [streams at once] [seconds]
streams=${1:-64} seconds=${2:-10}
. "$(dirname "$0")/rig.sh"
start_events --tokens 50 --rate 50
start_gyre
taskset -c 1 node "$here/streams.mjs" "$ours" "$work/stream.json" "$streams" 8 > /dev/null
direct=$(taskset -c 1 node "$here/streams.mjs" "$events" "$work/stream.json" "$streams" "$seconds")
through=$(taskset -c 1 node "$here/streams.mjs" "$ours" "$work/stream.json" "$streams" "$seconds")
say "first token and gap" "$(echo "$direct $through" | awk -v n="$streams" \
  '{ printf "%d streams of 50 events/s: first token p50 %.2f direct, %.2f through (%+.2f), p99 %.2f and %.2f; gap p50 %.2f and %.2f, p99 %.2f and %.2f (ms); %d failed", n, $1, $6, $6 - $1, $2, $7, $3, $8, $4, $9, $5 + $10 }')"
