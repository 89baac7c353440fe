-- The append-only events (the audit, never changed), and what must still be delivered of them.

CREATE TABLE order_events (
    position {{identity}},
-- dialect: sqlite
    transaction_id INTEGER NOT NULL DEFAULT 0,
-- dialect: postgres
    -- Positions are given before commit: a reader orders by transaction first, and stays behind the oldest open one.
    transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
-- dialect: all
    id {{key}} NOT NULL,
    -- No reference: events outlive a deleted order.
    order_id {{key}} NOT NULL,
    sequence {{int}} NOT NULL CHECK (sequence >= 1),
    type TEXT NOT NULL,
    schema_version {{int}} NOT NULL,
    actor TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at {{int}} NOT NULL,
    traceparent TEXT
) {{rows}};

CREATE UNIQUE INDEX order_events_sequence ON order_events (order_id, sequence);

-- dialect: sqlite
CREATE TRIGGER order_events_no_update BEFORE UPDATE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
CREATE TRIGGER order_events_no_delete BEFORE DELETE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
-- dialect: postgres
CREATE INDEX order_events_feed ON order_events (transaction_id, position);
CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'order_events is append-only' USING ERRCODE = 'restrict_violation';
END
$body$;
CREATE TRIGGER order_events_append_only BEFORE UPDATE OR DELETE ON order_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events();
CREATE TRIGGER order_events_no_truncate BEFORE TRUNCATE ON order_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();
-- dialect: all

CREATE TABLE outbox (
    position {{identity}},
    destination {{key}} NOT NULL,
    ordering_key {{key}} NOT NULL,
    message_id TEXT NOT NULL,
    type TEXT NOT NULL,
    sequence {{int}} NOT NULL,
    schema_version {{int}} NOT NULL,
    payload TEXT NOT NULL,
    traceparent TEXT,
    created_at {{int}} NOT NULL,
    attempts {{int}} NOT NULL DEFAULT 0,
    next_attempt_at {{int}} NOT NULL DEFAULT 0,
    last_error TEXT
) {{rows}};

-- Only rows that failed are in it, so that it costs a delivered message nothing.
CREATE INDEX outbox_failed ON outbox (destination, ordering_key, position) WHERE attempts > 0;

-- A dead letter keeps its position, so that it goes back to where it was among its key's messages.
CREATE TABLE dead_letters (
    position {{int}} NOT NULL PRIMARY KEY,
    destination {{key}} NOT NULL,
    ordering_key {{key}} NOT NULL,
    message_id TEXT NOT NULL,
    type TEXT NOT NULL,
    sequence {{int}} NOT NULL,
    schema_version {{int}} NOT NULL,
    payload TEXT NOT NULL,
    traceparent TEXT,
    created_at {{int}} NOT NULL,
    attempts {{int}} NOT NULL,
    error TEXT NOT NULL,
    died_at {{int}} NOT NULL
) {{rows}};

CREATE INDEX dead_letters_key ON dead_letters (destination, ordering_key);

CREATE TABLE leases (
    name {{key}} NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at {{int}} NOT NULL
) {{keyed}};
