# Sourced by the scripts beside it: a workspace with everything on (key, two limits, two budgets, ledger, metrics), upstreams, and what they share.
# What is measured runs alone on core 0; load and upstreams share core 1. Everything is stopped and removed at the end.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
for tool in nginx wrk node taskset; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install nginx-light wrk nodejs util-linux"; exit 2; }
done
ulimit -n "$(ulimit -Hn)"
work=$(mktemp -d)
pids=()
stop() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; pids=(); }
trap 'stop; rm -rf "$work"' EXIT

[ -n "${BUILT:-}" ] || dotnet publish src/Gyre.Cli -c Release -o artifacts/bench/gyre -v q >/dev/null
gyre=$PWD/artifacts/bench/gyre/gyre
node "$here/bodies.mjs" "$work"

answer=$(cat "$work/answer.json")
cat > "$work/upstream.conf" <<N
worker_processes 1; daemon off; pid $work/upstream.pid; error_log $work/upstream.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 1m; client_max_body_size 20m; client_body_temp_path $work/t1;
  server { listen 127.0.0.1:19101; location / { default_type application/json; return 200 '$answer'; } } }
N
export GYRE_HOME=$work/home
mkdir -p "$work/w/gateway"
cat > "$work/w/gyre.yaml" <<Y
name: bench
connections:
  json: {type: open_ai_compatible, provider: openai, api_key: none, base_url: "http://127.0.0.1:19101/v1"}
  events: {type: open_ai_compatible, provider: openai, api_key: none, base_url: "http://127.0.0.1:19100/v1"}
Y
for name in json events; do
  printf 'kind: deployment\nname: gpt-%s\nconnection: %s\nmodel: gpt-4o-mini\n' $name $name > "$work/w/gateway/$name.yaml"
done
cd "$work/w"
"$gyre" team create --name bench --output json > /dev/null
key=$("$gyre" key create --name bench --team bench --output json 2> /dev/null | node -e 'process.stdin.on("data", d => console.log(JSON.parse(d).key))')
for scope in "--key bench" "--team bench"; do
  # Wide enough never to refuse: what is measured is their being checked.
  "$gyre" budget create --name "money $scope" $scope --amount 100000000 --unit usd --per month --output json > /dev/null
  "$gyre" limit create --name "requests $scope" $scope --amount 1000000000 --unit requests --per minute --output json > /dev/null
done

path=/v1/chat/completions
ours=http://127.0.0.1:19080$path
json=http://127.0.0.1:19101$path
events=http://127.0.0.1:19100$path
export KEY=$key

ready() { for _ in $(seq 200); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; echo "nothing listens on port $1"; exit 1; }
start() { # core, port, command ...
  local core=$1 port=$2; shift 2
  taskset -c "$core" "$@" > "$work/$port.out" 2>&1 &
  pids+=($!); last=$!
  ready "$port"
}
start_json() { start 1 19101 nginx -p "$work" -c "$work/upstream.conf"; upstream=$last; }
start_events() { start 1 19100 "$gyre" provider simulate --port 19100 "$@"; }
start_gyre() { start 0 19080 "$gyre" up --port 19080; us=$last; }

ticks() { local all=0 p; for p in $1 $(pgrep -P "$1" || true); do all=$((all + $(sed 's/^.*) //' "/proc/$p/stat" | awk '{print $12 + $13}'))); done; echo "$all"; }
load() { # url, body, connections, seconds [, headers]: a line "RESULT rate requests p50 p99 failed"
  BODY="$2" HEADERS="authorization: Bearer $key|${5:-}" taskset -c 1 wrk -t1 -c"$3" -d"$4s" --timeout 30s -s "$here/post.lua" "$1" | grep RESULT
}
# Compilers that optimise while running are given their time.
warm() { load "$1" "$2" 64 20 "${3:-}" > /dev/null; }
# MiB that are the process's own, and those of mapped files (program, libraries, the ledger's journal), which the system may take back.
memory() { awk '/^Anonymous/ { own = $2 } /^Rss/ { all = $2 } END { printf "%.0f MiB of its own and %.0f MiB of mapped files", own / 1024, (all - own) / 1024 }' "/proc/$1/smaps_rollup"; }
say() { printf '%-26s %s\n' "$1" "$2"; }
