-- Customers, orders with their lines, and the record of which idempotency keys were used for what.
-- Times are milliseconds since 1970 in UTC. An order's id is a version 7 UUID made at its creation, so its
-- primary key is also the order of creation, and every index that ends in it pages by creation.

CREATE TABLE customers (
    id {{key}} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    address TEXT,
    version {{int}} NOT NULL,
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL
) {{keyed}};

CREATE TABLE orders (
    id {{key}} NOT NULL PRIMARY KEY,
    request_id {{key}} NOT NULL,
    external_order_id {{key}},
    channel TEXT NOT NULL CHECK (channel IN ('MANUAL', 'SHOPIFY', 'OTHER')),
    status {{key}} NOT NULL
        CHECK (status IN ('CREATED', 'VALIDATED', 'RESERVED', 'FULFILLING', 'SHIPPED', 'CANCELLED', 'FAILED')),
    priority {{int}} NOT NULL CHECK (priority BETWEEN 0 AND 9),
    customer_id {{key}} REFERENCES customers (id),
    -- A JSON object, personal data; gone with the order.
    ship_to TEXT,
    total_minor_units {{int}},
    currency TEXT,
    failure_reason TEXT,
    content_fingerprint TEXT NOT NULL,
    version {{int}} NOT NULL CHECK (version >= 1),
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL
) {{keyed}};

CREATE UNIQUE INDEX orders_request_id ON orders (request_id);
CREATE UNIQUE INDEX orders_external_order_id ON orders (external_order_id, channel)
    WHERE external_order_id IS NOT NULL;
CREATE INDEX orders_status ON orders (status, id);
CREATE INDEX orders_customer_id ON orders (customer_id, id) WHERE customer_id IS NOT NULL;

CREATE TABLE order_lines (
    order_id {{key}} NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line_number {{int}} NOT NULL CHECK (line_number BETWEEN 1 AND 1000),
    id {{key}} NOT NULL,
    sku {{key}} NOT NULL,
    quantity {{int}} NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    unit_price_minor_units {{int}} CHECK (unit_price_minor_units >= 0),
    status TEXT NOT NULL CHECK (status IN ('PENDING', 'RESERVED', 'PICKED', 'SHIPPED', 'CANCELLED')),
    PRIMARY KEY (order_id, line_number)
) {{keyed}};

CREATE INDEX order_lines_sku ON order_lines (sku, order_id);

CREATE TABLE idempotency_keys (
    request_key {{key}} NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    fingerprint_version {{int}} NOT NULL,
    order_id {{key}} NOT NULL,
    created_at {{int}} NOT NULL
) {{keyed}};

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
