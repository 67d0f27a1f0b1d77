#!/usr/bin/env bash
# From the command to the first answer, and what the first ones take.
#   bench/gateway/cold-start.sh [times]
. "$(dirname "$0")/rig.sh"
start_json
say "cold start" "$(node "$here/cold-start.mjs" "$gyre" "$ours" "$work/chat.json" "${1:-7}")"
