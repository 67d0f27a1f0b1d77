#!/usr/bin/env bash
# Whole-process load of the gateway beside nginx (the limit) and, where npm reaches it, Portkey's gateway (a peer).
#   bench/gateway/run.sh [seconds per case]      needs: nginx, wrk, node; two cores
# The gateway measured runs alone on core 0; load and upstream share core 1. Everything is on: key, two limits, two budgets, ledger, metrics.
# Prints per case: requests a second, the gateway's CPU per request, p50 and p99 as the client sees them.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-8}
for tool in nginx wrk node taskset; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install nginx-light wrk nodejs util-linux"; exit 2; }
done
here=$PWD/bench/gateway
work=$(mktemp -d)
pids=()
stop() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; pids=(); }
trap 'stop; rm -rf "$work"' EXIT

dotnet publish src/Gyre.Cli -c Release -o artifacts/bench/gyre -v q >/dev/null
gyre=$PWD/artifacts/bench/gyre/gyre
portkey=$PWD/artifacts/bench/portkey
if [ ! -d "$portkey/node_modules/@portkey-ai/gateway" ]; then
  # Newer node servers break its streams (its issue 1389).
  mkdir -p "$portkey"
  echo '{"dependencies": {"@portkey-ai/gateway": "1.15.2"}, "overrides": {"@hono/node-server": "1.13.5"}}' > "$portkey/package.json"
  npm install --prefix "$portkey" --no-audit --no-fund --silent || echo "Portkey's gateway can't be installed here; it is left out."
fi

node "$here/bodies.mjs" "$work"
answer=$(cat "$work/answer.json")
cat > "$work/upstream.conf" <<N
worker_processes 1; daemon off; pid $work/upstream.pid; error_log $work/upstream.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 1m; client_max_body_size 20m; client_body_temp_path $work/t1;
  server { listen 127.0.0.1:19101; location / { default_type application/json; return 200 '$answer'; } } }
N
cat > "$work/proxy.conf" <<N
worker_processes 1; daemon off; pid $work/proxy.pid; error_log $work/proxy.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 1m; client_max_body_size 20m; client_body_temp_path $work/t2; proxy_temp_path $work/t3;
  upstream json { server 127.0.0.1:19101; keepalive 512; keepalive_requests 1000000000; }
  upstream events { server 127.0.0.1:19100; keepalive 512; keepalive_requests 1000000000; }
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
  server { listen 127.0.0.1:19201; location / { proxy_pass http://json; } }
  server { listen 127.0.0.1:19202; location / { proxy_pass http://events; } } }
N

export GYRE_HOME=$work/home
mkdir -p "$work/w/gateway"
cat > "$work/w/gyre.yaml" <<Y
name: bench
connections:
  json: {type: open_ai_compatible, provider: openai, api_key: none, base_url: "http://127.0.0.1:19101/v1"}
  events: {type: open_ai_compatible, provider: openai, api_key: none, base_url: "http://127.0.0.1:19100/v1"}
Y
printf 'kind: deployment\nname: gpt-json\nconnection: json\nmodel: gpt-4o-mini\n' > "$work/w/gateway/json.yaml"
printf 'kind: deployment\nname: gpt-events\nconnection: events\nmodel: gpt-4o-mini\n' > "$work/w/gateway/events.yaml"
cd "$work/w"
"$gyre" team create --name bench --output json > /dev/null
key=$("$gyre" key create --name bench --team bench --output json | node -e 'process.stdin.on("data", d => console.log(JSON.parse(d).key))')
for scope in "--key bench" "--team bench"; do
  # Wide enough never to refuse: what is measured is their being checked.
  "$gyre" budget create --name "money $scope" $scope --amount 100000000 --unit usd --per month --output json > /dev/null
  "$gyre" limit create --name "requests $scope" $scope --amount 1000000000 --unit requests --per minute --output json > /dev/null
done

ready() { for _ in $(seq 200); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; echo "nothing listens on port $1"; exit 1; }
start() { # core, port, command ...
  local core=$1 port=$2; shift 2
  taskset -c "$core" "$@" > "$work/$port.out" 2>&1 &
  pids+=($!); last=$!
  ready "$port"
}
start 1 19101 nginx -p "$work" -c "$work/upstream.conf"
start 1 19100 "$gyre" provider simulate --port 19100 --tokens 50

ticks() { local all=0 p; for p in $1 $(pgrep -P "$1" || true); do all=$((all + $(sed 's/^.*) //' "/proc/$p/stat" | awk '{print $12 + $13}'))); done; echo "$all"; }
row() { # case, gateway, pid, url, body, connections [, header]
  local before after out headers=${7:-}
  BODY="$5" HEADERS="authorization: Bearer $key|$headers" taskset -c 1 wrk -t1 -c"$6" -d3s --timeout 30s -s "$here/post.lua" "$4" > /dev/null
  before=$(ticks "$3")
  out=$(BODY="$5" HEADERS="authorization: Bearer $key|$headers" taskset -c 1 wrk -t1 -c"$6" -d"${seconds}s" --timeout 30s -s "$here/post.lua" "$4" | grep RESULT)
  after=$(ticks "$3")
  echo "$out" | awk -v case="$1" -v who="$2" -v ticks=$((after - before)) \
    '{ printf "%-26s %-8s %9.0f/s %9.1f us CPU %8.2f ms p50 %8.2f ms p99 %6d failed\n", case, who, $2, ticks * 10000 / $3, $4, $5, $6 }'
}
warm() { # url, body, headers: compilers that optimise while running are given their time
  BODY="$2" HEADERS="authorization: Bearer $key|${3:-}" taskset -c 1 wrk -t1 -c64 -d20s --timeout 30s -s "$here/post.lua" "$1" > /dev/null
}
cases() { # gateway, pid, url for json, url for events [, headers for json, headers for events]
  warm "$3" "$work/chat.json" "${5:-}"
  row "JSON, 64 connections" "$1" "$2" "$3" "$work/chat.json" 64 "${5:-}"
  row "JSON, 1 connection" "$1" "$2" "$3" "$work/chat.json" 1 "${5:-}"
  row "JSON, 100 KB prompt, 64" "$1" "$2" "$3" "$work/long.json" 64 "${5:-}"
  row "stream of 50 events, 64" "$1" "$2" "$4" "$work/stream.json" 64 "${6:-}"
  awk -v who="$1" '/VmRSS/ { printf "%-26s %-8s %9.0f MiB\n", "memory afterwards", who, $2 / 1024 }' "/proc/$2/status"
}
path=/v1/chat/completions
row "JSON, 64 connections" direct "${pids[0]}" http://127.0.0.1:19101$path "$work/chat.json" 64
start 0 19201 nginx -p "$work" -c "$work/proxy.conf"
nginx=$last
start 0 19080 "$gyre" up --port 19080
us=$last
peer=
if [ -d "$portkey/node_modules/@portkey-ai/gateway" ]; then
  start 0 19087 env NODE_ENV=production node "$portkey/node_modules/@portkey-ai/gateway/build/start-server.js" --headless --port=19087
  peer=$last
fi
cases nginx "$nginx" http://127.0.0.1:19201$path http://127.0.0.1:19202$path
cases gyre "$us" http://127.0.0.1:19080$path http://127.0.0.1:19080$path
[ -z "$peer" ] || cases portkey "$peer" http://127.0.0.1:19087$path http://127.0.0.1:19087$path \
  "x-portkey-provider: openai|x-portkey-custom-host: http://127.0.0.1:19101/v1" "x-portkey-provider: openai|x-portkey-custom-host: http://127.0.0.1:19100/v1"
