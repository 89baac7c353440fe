-- Shipments, what was reported of them, and deliveries. No references to orders: what was shipped stays known after an
-- order was deleted, without its address.

CREATE TABLE shipments (
    id {{key}} NOT NULL PRIMARY KEY,
    order_id {{key}} NOT NULL,
    attempt {{int}} NOT NULL CHECK (attempt BETWEEN 1 AND 20),
    status {{key}} NOT NULL
        CHECK (status IN ('CREATED', 'LABELLED', 'CONFIRMED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED')),
    is_pick_up {{int}} NOT NULL CHECK (is_pick_up IN (0, 1)),
    -- A JSON object, personal data; gone with the order.
    ship_to TEXT,
    carrier TEXT,
    service TEXT,
    tracking_number {{key}},
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL,
    confirmed_at {{int}},
    CHECK (is_pick_up = 0 OR (ship_to IS NULL AND tracking_number IS NULL)),
    CHECK ((tracking_number IS NULL) = (carrier IS NULL)),
    CHECK ((tracking_number IS NULL) = (service IS NULL)),
    CHECK (status <> 'CREATED' OR tracking_number IS NULL),
    CHECK (status IN ('CREATED', 'CANCELLED') OR is_pick_up = 1 OR tracking_number IS NOT NULL),
    CHECK ((status IN ('CONFIRMED', 'IN_TRANSIT', 'DELIVERED')) = (confirmed_at IS NOT NULL))
) {{keyed}};

CREATE UNIQUE INDEX shipments_attempt ON shipments (order_id, attempt);
-- An order is on its way once at most.
CREATE UNIQUE INDEX shipments_live ON shipments (order_id) WHERE status <> 'CANCELLED';
CREATE UNIQUE INDEX shipments_tracking_number ON shipments (tracking_number) WHERE tracking_number IS NOT NULL;
CREATE INDEX shipments_status ON shipments (status, id);

CREATE TABLE tracking_events (
    shipment_id {{key}} NOT NULL REFERENCES shipments (id),
    id {{key}} NOT NULL,
    -- In the order of receipt.
    number {{int}} NOT NULL CHECK (number BETWEEN 1 AND 500),
    kind TEXT NOT NULL CHECK (kind IN ('IN_TRANSIT', 'DELIVERED')),
    occurred_at {{int}} NOT NULL,
    received_at {{int}} NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (shipment_id, id)
) {{keyed}};

CREATE UNIQUE INDEX tracking_events_number ON tracking_events (shipment_id, number);

CREATE TABLE deliveries (
    shipment_id {{key}} NOT NULL PRIMARY KEY,
    order_id {{key}} NOT NULL,
    event_id {{key}} NOT NULL,
    delivered_at {{int}} NOT NULL,
    FOREIGN KEY (shipment_id, event_id) REFERENCES tracking_events (shipment_id, id)
) {{keyed}};

CREATE UNIQUE INDEX deliveries_order ON deliveries (order_id);

-- How the sandbox carrier behaves, for all processes of a deployment. One row, once it was set.
CREATE TABLE sandbox_carrier (
    id {{int}} NOT NULL PRIMARY KEY CHECK (id = 1),
    latency_milliseconds {{int}} NOT NULL CHECK (latency_milliseconds BETWEEN 0 AND 60000),
    error_percent {{int}} NOT NULL CHECK (error_percent BETWEEN 0 AND 100),
    is_out {{int}} NOT NULL CHECK (is_out IN (0, 1)),
    fail_next {{int}} NOT NULL CHECK (fail_next BETWEEN 0 AND 1000000)
) {{keyed}};
