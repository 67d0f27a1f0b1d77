#!/usr/bin/env bash
# Throughput and CPU of the gateway beside nginx (the limit) and, where npm reaches it, Portkey's gateway (a peer).
#   bench/gateway/run.sh [seconds per case]      needs: nginx, wrk, node; two cores
# Prints per case: requests a second, the gateway's CPU per request, p50 and p99 as the client sees them. bench/gateway/all.sh runs this and the rest.
seconds=${1:-8}
. "$(dirname "$0")/rig.sh"
portkey=$here/../../artifacts/bench/portkey
if [ ! -d "$portkey/node_modules/@portkey-ai/gateway" ]; then
  # Newer node servers break its streams (its issue 1389).
  mkdir -p "$portkey"
  echo '{"dependencies": {"@portkey-ai/gateway": "1.15.2"}, "overrides": {"@hono/node-server": "1.13.5"}}' > "$portkey/package.json"
  npm install --prefix "$portkey" --no-audit --no-fund --silent || echo "Portkey's gateway can't be installed here; it is left out."
fi
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
start_json
start_events --tokens 50

row() { # case, gateway, pid, url, body, connections [, headers]
  local before after out
  load "$4" "$5" "$6" 3 "${7:-}" > /dev/null
  before=$(ticks "$3")
  out=$(load "$4" "$5" "$6" "$seconds" "${7:-}")
  after=$(ticks "$3")
  echo "$out" | awk -v case="$1" -v who="$2" -v ticks=$((after - before)) \
    '{ printf "%-26s %-8s %9.0f/s %9.1f us CPU %8.2f ms p50 %8.2f ms p99 %6d failed\n", case, who, $2, ticks * 10000 / $3, $4, $5, $6 }'
}
cases() { # gateway, pid, url for json, url for events [, headers for json, headers for events]
  warm "$3" "$work/chat.json" "${5:-}"
  row "JSON, 64 connections" "$1" "$2" "$3" "$work/chat.json" 64 "${5:-}"
  row "JSON, 1 connection" "$1" "$2" "$3" "$work/chat.json" 1 "${5:-}"
  row "JSON, 100 KB prompt, 64" "$1" "$2" "$3" "$work/long.json" 64 "${5:-}"
  row "stream of 50 events, 64" "$1" "$2" "$4" "$work/stream.json" 64 "${6:-}"
  say "memory afterwards" "$(printf '%-8s' "$1") $(memory "$2")"
}
row "JSON, 64 connections" direct "$upstream" "$json" "$work/chat.json" 64
start 0 19201 nginx -p "$work" -c "$work/proxy.conf"
nginx=$last
start_gyre
peer=
if [ -d "$portkey/node_modules/@portkey-ai/gateway" ]; then
  start 0 19087 env NODE_ENV=production node "$portkey/node_modules/@portkey-ai/gateway/build/start-server.js" --headless --port=19087
  peer=$last
fi
cases nginx "$nginx" http://127.0.0.1:19201$path http://127.0.0.1:19202$path
cases gyre "$us" "$ours" "$ours"
[ -z "$peer" ] || cases portkey "$peer" http://127.0.0.1:19087$path http://127.0.0.1:19087$path \
  "x-portkey-provider: openai|x-portkey-custom-host: http://127.0.0.1:19101/v1" "x-portkey-provider: openai|x-portkey-custom-host: http://127.0.0.1:19100/v1"
