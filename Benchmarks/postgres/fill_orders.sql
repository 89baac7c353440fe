-- So many orders, spread over the last year, as `oms-bench fill` makes them for SQLite: each customer and each SKU
-- has about 100, but customer-0 and SKU-0 have every fifth. No order has the channel OTHER.
-- Run it with psql --set=orders=N.
BEGIN;
CREATE TEMPORARY TABLE numbers ON COMMIT DROP AS
SELECT number, created_at, customers,
    substr(time, 1, 8) || '-' || substr(time, 9) || '-7' || lpad(to_hex(number % 4096), 3, '0') || '-8'
        || substr(md5(number::text), 1, 3) || '-' || substr(md5(number::text), 4, 12) AS id,
    'fill-' || lpad(number::text, 10, '0') AS key
FROM (
    SELECT number, created_at, greatest(1, :orders / 100) AS customers, lpad(to_hex(created_at), 12, '0') AS time
    FROM (
        SELECT number, floor(extract(epoch FROM now()) * 1000)::bigint - 31536000000
            + number * 31536000000 / :orders AS created_at
        FROM generate_series(0::bigint, :orders - 1) AS number
    ) AS times
) AS ids;

INSERT INTO customers (id, name, version, created_at, updated_at)
SELECT 'customer-' || number, 'Ada Lovelace', 1, 0, 0 FROM numbers WHERE number < customers;

-- A server forgets keys after 30 days; it would delete older ones while lists are read.
INSERT INTO idempotency_keys (request_key, fingerprint, fingerprint_version, order_id, created_at)
SELECT 'bench-' || key, repeat('0123456789abcdef', 4), 1, id, created_at FROM numbers
WHERE created_at > extract(epoch FROM now()) * 1000 - 29 * 86400000::bigint ORDER BY number;

INSERT INTO orders (id, request_id, external_order_id, channel, status, priority, customer_id, ship_to,
    total_minor_units, currency, content_fingerprint, version, created_at, updated_at)
SELECT id, 'bench-' || key, 'SHOP-' || key,
    CASE WHEN number / 10 % 4 = 0 THEN 'MANUAL' ELSE 'SHOPIFY' END,
    CASE WHEN number % 400 = 399 THEN 'FAILED' ELSE
        (ARRAY['CREATED', 'VALIDATED', 'RESERVED', 'FULFILLING', 'SHIPPED', 'SHIPPED', 'SHIPPED', 'SHIPPED',
            'CANCELLED'])[number % 9 + 1]
    END,
    5, 'customer-' || CASE WHEN number % 5 = 0 THEN 0 ELSE number * 7919 % customers END,
    '{"name":"Ada Lovelace","line1":"1 Some Street","city":"Oslo","postalCode":"0150","country":"NO"}',
    5398, 'USD', repeat('0123456789abcdef', 4), 1, created_at, created_at
FROM numbers ORDER BY number;

INSERT INTO order_lines (order_id, line_number, id, sku, quantity, unit_price_minor_units, status)
SELECT id, line + 1, overlay(id PLACING lpad(to_hex(line), 4, '0') FROM 33),
    'SKU-' || CASE WHEN number % 5 + line = 0 THEN 0 ELSE (number * 7919 + line * 31) % customers END,
    2, 1999, 'PENDING'
FROM numbers, generate_series(0, 2) AS line ORDER BY number, line;

INSERT INTO order_events (id, order_id, sequence, type, schema_version, actor, payload, created_at, traceparent)
SELECT overlay(id PLACING 'eeee' FROM 33), id, 1, 'OrderCreated', 1, 'key:bootstrap',
    '{"channel":"SHOPIFY","externalOrderId":"SHOP-' || key || '","priority":5,"customerId":null,"items":['
        || '{"lineId":"' || id || '","sku":"SKU-00000","quantity":2,"unitPrice":{"amount":"19.99","currency":"USD"}}'
        || '],"total":{"amount":"53.98","currency":"USD"}}',
    created_at, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
FROM numbers ORDER BY number;
COMMIT;
VACUUM (ANALYZE);
-- What is still to be written to the disk would be written while lists are read.
CHECKPOINT;
