-- Stock by SKU, what orders hold of it, what kits are made of, and the ledger of every movement. A row of stock is
-- never deleted, so that what it is locked by always exists.

CREATE TABLE stock (
    sku {{key}} NOT NULL PRIMARY KEY,
    on_hand {{int}} NOT NULL CHECK (on_hand >= 0),
    reserved {{int}} NOT NULL CHECK (reserved >= 0),
    reorder_point {{int}} NOT NULL CHECK (reorder_point >= 0),
    reorder_quantity {{int}} NOT NULL CHECK (reorder_quantity >= 0),
    is_replenishing {{int}} NOT NULL CHECK (is_replenishing IN (0, 1)),
    version {{int}} NOT NULL,
    updated_at {{int}} NOT NULL,
    CHECK (reserved <= on_hand)
) {{keyed}};

CREATE TABLE stock_movements (
    id {{key}} NOT NULL PRIMARY KEY,
    sku {{key}} NOT NULL REFERENCES stock (sku),
    kind TEXT NOT NULL
        CHECK (kind IN ('RECEIPT', 'ADJUSTMENT', 'RESERVATION', 'RELEASE', 'CONSUMPTION', 'RETURN')),
    on_hand_delta {{int}} NOT NULL,
    reserved_delta {{int}} NOT NULL,
    -- No reference: the ledger outlives a deleted order.
    order_id {{key}},
    reason TEXT,
    request_key {{key}},
    actor TEXT NOT NULL,
    created_at {{int}} NOT NULL
) {{keyed}};

CREATE INDEX stock_movements_sku ON stock_movements (sku, id);
CREATE INDEX stock_movements_order ON stock_movements (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX stock_movements_request_key ON stock_movements (request_key) WHERE request_key IS NOT NULL;

-- dialect: sqlite
CREATE TRIGGER stock_movements_no_update BEFORE UPDATE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append-only'); END;
CREATE TRIGGER stock_movements_no_delete BEFORE DELETE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append-only'); END;
CREATE TRIGGER stock_movements_no_replace BEFORE INSERT ON stock_movements
WHEN EXISTS (SELECT 1 FROM stock_movements WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM stock_movements WHERE request_key = NEW.request_key)
BEGIN SELECT RAISE(ABORT, 'stock_movements is append-only'); END;
-- dialect: postgres
CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$body$;
CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();
CREATE TRIGGER stock_movements_no_truncate BEFORE TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();
-- dialect: all

CREATE TABLE stock_allocations (
    order_id {{key}} NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('HELD', 'CONSUMED', 'RELEASED', 'RETURNED')),
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL
) {{keyed}};

CREATE TABLE stock_reservations (
    order_id {{key}} NOT NULL REFERENCES stock_allocations (order_id),
    sku {{key}} NOT NULL REFERENCES stock (sku),
    quantity {{int}} NOT NULL CHECK (quantity >= 1),
    PRIMARY KEY (order_id, sku)
) {{keyed}};

CREATE INDEX stock_reservations_sku ON stock_reservations (sku, order_id);

CREATE TABLE kit_components (
    kit_sku {{key}} NOT NULL REFERENCES stock (sku),
    position {{int}} NOT NULL CHECK (position BETWEEN 1 AND 100),
    sku {{key}} NOT NULL,
    quantity {{int}} NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    PRIMARY KEY (kit_sku, position),
    CHECK (sku <> kit_sku)
) {{keyed}};

CREATE UNIQUE INDEX kit_components_sku ON kit_components (sku, kit_sku);

-- One row: whoever changes a kit holds it, so that two changes cannot make a cycle between them.
CREATE TABLE kit_revision (
    id {{int}} NOT NULL PRIMARY KEY CHECK (id = 1),
    revision {{int}} NOT NULL
) {{keyed}};
