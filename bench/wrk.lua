-- Paths in turn, and a summary as one line of JSON.
local paths, cookie, turn = {}, "", 0

function init(args)
  cookie = args[1] or ""
  for i = 2, #args do paths[#paths + 1] = args[i] end
end

function request()
  turn = turn % #paths + 1
  local headers = { ["Accept-Encoding"] = "br, gzip", ["Accept-Language"] = "fr" }
  if cookie ~= "" then headers["Cookie"] = cookie end
  return wrk.format("GET", paths[turn], headers)
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  print(string.format(
    '{"per_second": %.2f, "p50": %.3f, "p95": %.3f, "errors": %d}',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, bad))
end
