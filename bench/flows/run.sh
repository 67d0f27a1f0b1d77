#!/usr/bin/env bash
# Whole-process figures of batch runs: bench/flows/run.sh [lines-for-the-memory-case]
# Prints one row per case: seconds of the whole process, seconds from the start of the first line to the end of the last,
# CPU seconds, peak MiB, lines a second of the whole process.
set -euo pipefail
cd "$(dirname "$0")/../.."
million=${1:-1000000}
dotnet publish src/Gyre.Cli -c Release -o artifacts/bench/gyre -v q >/dev/null
gyre=$PWD/artifacts/bench/gyre/gyre
work=$(mktemp -d)
provider=
trap 'rm -rf "$work"; [ -z "$provider" ] || kill "$provider" 2>/dev/null || true' EXIT
export GYRE_HOME=$work/home NO_COLOR=1

mkdir -p "$work/prompts" "$work/echo" "$work/model"
for n in a b c; do echo "{{question}} and $n {{before}}" > "$work/prompts/$n.jinja2"; done
cat > "$work/prompts/flow.dag.yaml" <<'Y'
inputs: {question: {type: string}}
outputs: {answer: {type: string, reference: "${c.output}"}}
nodes:
- {name: a, type: prompt, source: {type: code, path: a.jinja2}, inputs: {question: "${inputs.question}"}}
- {name: b, type: prompt, source: {type: code, path: b.jinja2}, inputs: {question: "${inputs.question}", before: "${a.output}"}}
- {name: c, type: prompt, source: {type: code, path: c.jinja2}, inputs: {question: "${inputs.question}", before: "${b.output}"}}
Y
cat > "$work/echo/flow.dag.yaml" <<'Y'
inputs: {question: {type: string}}
outputs: {answer: {type: string, reference: "${echo.output}"}}
nodes:
- {name: echo, type: python, source: {type: code, path: echo.py}, inputs: {text: "${inputs.question}"}}
Y
printf 'from promptflow.core import tool\n@tool\ndef echo(text: str) -> str:\n    return text\n' > "$work/echo/echo.py"
cat > "$work/model/flow.dag.yaml" <<'Y'
inputs: {question: {type: string}}
outputs: {answer: {type: string, reference: "${ask.output}"}}
nodes:
- {name: ask, type: llm, source: {type: code, path: ask.jinja2}, connection: bench, api: chat, inputs: {model: bench, question: "${inputs.question}"}}
Y
printf 'user:\n{{question}}\n' > "$work/model/ask.jinja2"

rows() { seq 1 "$1" | sed 's/.*/{"question": "What is the limit of item &?"}/' > "$work/rows-$1.jsonl"; }
for n in 1 1000 10000 "$million"; do rows "$n"; done

# The lines' own time, from the first and the last files of their records.
lines_s() {
  python3 - "$1" <<'P'
import datetime, json, pathlib, sys
files = sorted(pathlib.Path(sys.argv[1], "flow_artifacts").iterdir())
files = files if len(files) <= 100 else files[:2] + files[-2:]
times = [[datetime.datetime.fromisoformat(record[at]) for at in ("start_time", "end_time")] for file in files for record in map(json.loads, file.open())]
print((max(end for _, end in times) - min(start for start, _ in times)).total_seconds())
P
}

printf '%-34s %8s %8s %8s %9s %10s\n' case wall_s lines_s cpu_s peak_MiB lines/s
measure() { # name, lines, flow, further arguments
  local name=$1 lines=$2 flow=$3 run=bench-$3-$2-$RANDOM; shift 3
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$gyre" run create --flow "$work/$flow" --data "$work/rows-$lines.jsonl" --name "$run" --output json "$@" > "$work/out" 2> "$work/err" \
    || { tail -5 "$work/err"; cat "$work/out"; exit 1; }
  awk -v name="$name" -v lines="$lines" -v own="$(lines_s "$GYRE_HOME/runs/$run")" \
    '{ printf "%-34s %8.2f %8.2f %8.2f %9.0f %10.0f\n", name, $1, own, $2 + $3, $4 / 1024, lines / $1 }' "$work/time"
}
measure "start: 1 prompt line" 1 prompts
measure "3 prompt nodes, 10,000 lines" 10000 prompts
measure "python echo, 1 line" 1 echo
measure "python echo, 1,000 lines" 1000 echo
measure "python echo, 10,000 lines" 10000 echo
port=18099
node bench/flows/provider.mjs $port 50 > "$work/provider" & provider=$!
until grep -q ready "$work/provider"; do sleep 0.05; done
printf 'name: bench\ntype: open_ai\napi_key: none\nbase_url: http://127.0.0.1:%s/v1\n' $port > "$work/c.yaml"
"$gyre" connection create --file "$work/c.yaml" > /dev/null
PF_WORKER_COUNT=64 measure "50 ms provider, 1,000 lines, 64" 1000 model
PF_WORKER_COUNT=64 measure "50 ms provider, 10,000 lines, 64" 10000 model
echo "ideal for these two: $(awk 'BEGIN { print 1000 / 64 * 0.05 " s and " 10000 / 64 * 0.05 }') s of calls"
measure "3 prompt nodes, $million lines" "$million" prompts
