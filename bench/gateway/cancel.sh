#!/usr/bin/env bash
# How long after a client hangs up the provider's connection is closed: of a stream under way, and of a call that is not answered yet.
#   bench/gateway/cancel.sh [times]
. "$(dirname "$0")/rig.sh"
start_gyre
say "client hangs up" "$(taskset -c 1 node "$here/cancel.mjs" "$ours" 19100 19101 "${1:-50}")"
