-- wrk's script: every request is a new order of three lines. Arguments behind `--`: the API key, and a word that
-- makes the keys of this run its own. Closes with one line of JSON.

local number = 0
local prefix

function init(arguments)
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["X-API-Key"] = arguments[1]
    prefix = arguments[2]
end

function request()
    number = number + 1
    local sku = string.format("SKU-%d", number % 10000)
    local item = '{"sku":"%s-%d","quantity":%d,"unitPrice":{"amount":"19.99","currency":"USD"}}'
    return wrk.format(nil, "/orders", nil, string.format(
        '{"requestId":"bench-%s-%010d","items":[%s,%s,%s]}', prefix, number,
        string.format(item, sku, 1, 1), string.format(item, sku, 2, 2), string.format(item, sku, 3, 3)
    ))
end

function done(summary, latency, requests)
    local errors = summary.errors
    print(string.format(
        '{"requests":%d,"seconds":%.3f,"refused":%d,"broken":%d,"p50_ms":%.2f,"p99_ms":%.2f}',
        summary.requests, summary.duration / 1e6, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000
    ))
end
