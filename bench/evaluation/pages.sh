#!/usr/bin/env bash
# A run of very many lines as the page reads it: seconds per page of the API, and the memory of the server before and after.
#   bench/evaluation/pages.sh [lines]      GYRE names another program than the one that this builds
set -euo pipefail
lines=${1:-100000}
here=$(cd "$(dirname "$0")/../.." && pwd)
if [ -z "${GYRE:-}" ]; then
  dotnet publish "$here/src/Gyre.Cli" -c Release -o "$here/artifacts/bench/gyre" -v q
  GYRE=$here/artifacts/bench/gyre/gyre
fi
work=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" && wait "$server" 2>/dev/null; rm -rf "$work"' EXIT
mkdir -p "$work/flows/share"
cd "$work"
printf 'name: pages\nconnections:\n  offline: { type: offline }\n' > gyre.yaml
cat > flows/share/flow.dag.yaml <<'YAML'
inputs:
  title: {type: string}
  by: {type: int}
outputs:
  share: {type: string, reference: '${share.output}'}
nodes:
- name: share
  type: prompt
  source: {type: code, path: share.jinja2}
  inputs: {title: '${inputs.title}', by: '${inputs.by}'}
YAML
printf '{{title}}: {{100 // by}}' > flows/share/share.jinja2
seq 0 $((lines - 1)) | awk '{ printf "{\"title\": \"Parcel %d with a title of some length\", \"by\": %d, \"reference\": \"Parcel %d with a title of some length: 50\"}\n", $1, $1 % 10, $1 }' > rows.jsonl
"$GYRE" run create --name many --flow flows/share --data rows.jsonl > /dev/null 2>&1
"$GYRE" up --port 0 > up.log 2>&1 &
server=$!
until address=$(grep -o 'http://127.0.0.1:[0-9]*' up.log | head -1) && [ -n "$address" ] && curl -sf "$address/health" > /dev/null; do sleep 0.2; done
memory() { awk '/VmRSS/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$server/status"; }
page() { printf '| %s | %s | %s |\n' "$1" "$(curl -sf -o page.json -w '%{time_total} s | %{size_download} bytes' "$address/api/v1/runs/many/$2")" "$(memory)"; }
printf '| %s lines | seconds | size | memory of the server |\n| --- | --- | --- | --- |\n| before | | | %s |\n' "$lines" "$(memory)"
page 'first page (reads where the lines are)' 'lines?limit=100'
page 'next page' 'lines?from=100&limit=100'
page 'page in the middle' "lines?from=$((lines / 2))&limit=100"
page 'last page' "lines?from=$((lines - 100))&limit=100"
page 'failed lines' 'lines?status=failed&limit=100'
page 'last failed lines' "lines?status=failed&from=$((lines / 10 - 100))&limit=100"
page 'lines with a word, first time' 'lines?find=Parcel%2099&limit=100'
page 'lines with a word, again' 'lines?find=Parcel%2099&limit=100'
page 'one column, one value' 'lines?where=by%3D5&limit=100'
for i in $(seq 1 200); do curl -sf -o page.json "$address/api/v1/runs/many/lines?from=$((i * lines / 201))&limit=100"; done
printf '| after 200 more pages all over it | | | %s |\n' "$(memory)"
