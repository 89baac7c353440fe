-- Orders of more goods at a supplier, and what the sandbox supplier remembers of them.

CREATE TABLE purchases (
    number {{key}} NOT NULL PRIMARY KEY,
    sku {{key}} NOT NULL REFERENCES stock (sku),
    quantity {{int}} NOT NULL CHECK (quantity >= 1),
    placed_at {{int}} NOT NULL,
    -- The pieces that came; 0 when it came to nothing, NULL while it is awaited.
    received {{int}} CHECK (received >= 0),
    ended_at {{int}},
    CHECK ((received IS NULL) = (ended_at IS NULL))
) {{keyed}};

CREATE INDEX purchases_sku ON purchases (sku, placed_at);

CREATE TABLE sandbox_supplier_orders (
    number {{key}} NOT NULL PRIMARY KEY,
    sku {{key}} NOT NULL,
    quantity {{int}} NOT NULL CHECK (quantity >= 1),
    status TEXT NOT NULL CHECK (status IN ('ORDERED', 'SENT', 'CANCELLED')),
    -- When the goods come; NULL for never.
    due_at {{int}}
) {{keyed}};

CREATE INDEX sandbox_supplier_orders_due ON sandbox_supplier_orders (due_at)
    WHERE status = 'ORDERED' AND due_at IS NOT NULL;

-- How the sandbox supplier behaves, for all processes of a deployment. One row, once it was set.
CREATE TABLE sandbox_supplier (
    id {{int}} NOT NULL PRIMARY KEY CHECK (id = 1),
    -- How long after an order the goods come; NULL for never.
    delay_milliseconds {{int}} CHECK (delay_milliseconds BETWEEN 0 AND 31536000000),
    error_percent {{int}} NOT NULL CHECK (error_percent BETWEEN 0 AND 100),
    is_out {{int}} NOT NULL CHECK (is_out IN (0, 1)),
    fail_next {{int}} NOT NULL CHECK (fail_next BETWEEN 0 AND 1000000)
) {{keyed}};
