#!/usr/bin/env bash
# Every figure of the gateway in docs/benchmarks.md:  bench/gateway/all.sh [seconds per case] [minutes of soak]
# On a quiet machine; where others use it too, give it precedence: nice -n -19 bench/gateway/all.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dotnet publish "$here/../../src/Gyre.Cli" -c Release -o "$here/../../artifacts/bench/gyre" -v q > /dev/null
export BUILT=1
"$here/run.sh" "${1:-8}"
"$here/half-load.sh" 7000 "${1:-8}"
"$here/first-token.sh" 64 "${1:-8}"
"$here/idle-streams.sh"
"$here/cancel.sh"
"$here/cold-start.sh"
"$here/soak.sh" "${2:-10}"
