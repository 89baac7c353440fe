-- What is known of an order's workflow beside the order: where it is, and who wished to cancel it. It is no change of
-- the order, so it has no event and no version, and it goes with the order.

CREATE TABLE order_progress (
    order_id {{key}} NOT NULL PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
    step TEXT,
    blocking_reason TEXT,
    since {{int}},
    cancellation_requested_at {{int}},
    cancellation_reason TEXT,
    cancellation_actor TEXT,
    cancellation_outcome TEXT CHECK (cancellation_outcome IN ('DONE', 'REFUSED')),
    cancellation_refusal TEXT,
    cancellation_settled_at {{int}},
    CHECK ((step IS NULL) = (since IS NULL)),
    CHECK (blocking_reason IS NULL OR step IS NOT NULL),
    CHECK ((cancellation_requested_at IS NULL) = (cancellation_actor IS NULL)),
    CHECK (cancellation_reason IS NULL OR cancellation_requested_at IS NOT NULL),
    CHECK (cancellation_outcome IS NULL OR cancellation_requested_at IS NOT NULL),
    CHECK ((cancellation_outcome IS NULL) = (cancellation_settled_at IS NULL)),
    CHECK ((cancellation_refusal IS NULL) = (cancellation_outcome IS NULL OR cancellation_outcome <> 'REFUSED'))
) {{keyed}};
