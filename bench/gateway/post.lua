-- For wrk: posts BODY with HEADERS ("name: value|name: value"), and prints RESULT rate requests p50 p99 failed.
local file = io.open(os.getenv("BODY"), "rb")
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
for name, value in string.gmatch(os.getenv("HEADERS") or "", "([^:|]+): ([^|]+)") do
  wrk.headers[name] = value
end
done = function(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %.1f %d %.3f %.3f %d", summary.requests / (summary.duration / 1e6), summary.requests,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
