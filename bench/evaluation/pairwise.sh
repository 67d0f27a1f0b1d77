#!/usr/bin/env bash
# A simulated judge (no model: it knows the right answers and errs as often as it is told to) through the pairwise evaluator:
# bench/evaluation/pairwise.sh FOLDER-OF-PAIRS [accuracy] [position-bias] [seed]
# Prints, subset by subset, how often it is right, how often the order of the two makes no difference, and how often it is right then.
set -euo pipefail
data=$(realpath "$1") accuracy=${2:-0.85} bias=${3:-0.1} seed=${4:-1}
cd "$(dirname "$0")/../.."
dotnet publish src/Gyre.Cli -c Release -o artifacts/bench/gyre -v q >/dev/null
dotnet build bench/Gyre.Bench.Evaluation -c Release -v q >/dev/null
gyre=$PWD/artifacts/bench/gyre/gyre
bench="dotnet $PWD/artifacts/bin/Gyre.Bench.Evaluation/release/Gyre.Bench.Evaluation.dll"
work=$(mktemp -d)
provider=
trap '[ -z "$provider" ] || kill "$provider" 2>/dev/null || true; rm -rf "$work"' EXIT
export GYRE_HOME=$work/home NO_COLOR=1

$bench pairs prepare "$data" "$work"
"$gyre" provider simulate --port 0 --right-answers "$work/right.jsonl" --judge-accuracy "$accuracy" --judge-position-bias "$bias" --seed "$seed" > "$work/provider" 2> "$work/provider.err" &
provider=$!
for _ in $(seq 100); do address=$(sed -n 's/^Simulated provider at \(http:[^ ]*\) .*/\1/p' "$work/provider"); [ -n "$address" ] && break; sleep 0.1; done
printf 'name: simulated\ntype: open_ai\napi_key: none\nbase_url: %s/v1\n' "$address" > "$work/connection.yaml"
"$gyre" connection create --file "$work/connection.yaml" > /dev/null
"$gyre" eval run --name pairs --answers "$work/answers.jsonl" --evaluators pairwise --judge simulated/simulated-judge --output json > "$work/out" 2> "$work/err" || { cat "$work/out" "$work/err"; exit 1; }
echo "A simulated judge, no model: told to be right on $accuracy of the pairs and to take the first response of $bias of them whichever it is; seed $seed."
$bench pairs table "$work/answers.jsonl" "$GYRE_HOME/runs/pairs.1.scores/flow_outputs/output.jsonl"
