#!/usr/bin/env bash
# What thousands of streams cost that have begun and wait for their next event.
#   bench/gateway/idle-streams.sh [streams]      fewer where the system's limit of open files allows no more: two for each
. "$(dirname "$0")/rig.sh"
streams=${1:-10000}
most=$(( ($(ulimit -n) - 1000) / 2 ))
[ "$streams" -le "$most" ] || streams=$most
# A token in 40 seconds, the first one too.
start_events --tokens 50 --rate 0.025
start_gyre
before=$(memory "$us")
taskset -c 1 node "$here/hold-streams.mjs" "$ours" "$work/stream.json" "$streams" > "$work/held" &
pids+=($!)
for _ in $(seq 120); do [ -s "$work/held" ] && break; sleep 1; done
begun=$(ticks "$us")
sleep 10
say "idle streams" "$(cat "$work/held"): $(memory "$us"), before $before; $(( $(ticks "$us") - begun )) ms CPU a second"
