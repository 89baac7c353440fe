-- The picking and packing of orders. No references to orders: the warehouse keeps its own record, without personal
-- data, also of orders that were deleted.

CREATE TABLE pick_waves (
    order_id {{key}} NOT NULL PRIMARY KEY,
    status {{key}} NOT NULL CHECK (status IN ('PICKING', 'PICKED', 'PACKED', 'CANCELLED')),
    priority {{int}} NOT NULL CHECK (priority BETWEEN 0 AND 9),
    open_tasks {{int}} NOT NULL CHECK (open_tasks BETWEEN 0 AND 1000),
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL,
    packed_at {{int}},
    CHECK ((status = 'PICKING') = (open_tasks > 0)),
    CHECK (status <> 'PACKED' OR packed_at IS NOT NULL),
    CHECK (packed_at IS NULL OR status IN ('PACKED', 'CANCELLED'))
) {{keyed}};

CREATE INDEX pick_waves_status ON pick_waves (status, order_id);

CREATE TABLE pick_tasks (
    id {{key}} NOT NULL PRIMARY KEY,
    order_id {{key}} NOT NULL REFERENCES pick_waves (order_id),
    line_number {{int}} NOT NULL CHECK (line_number BETWEEN 1 AND 1000),
    sku {{key}} NOT NULL,
    quantity {{int}} NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    -- 9 minus the order's priority: the queue is in the order of (queue_rank, id).
    queue_rank {{int}} NOT NULL CHECK (queue_rank BETWEEN 0 AND 9),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'PICKED', 'CANCELLED')),
    picked_by TEXT,
    created_at {{int}} NOT NULL,
    updated_at {{int}} NOT NULL,
    CHECK ((status = 'PICKED') = (picked_by IS NOT NULL))
) {{keyed}};

CREATE UNIQUE INDEX pick_tasks_line ON pick_tasks (order_id, line_number);
CREATE INDEX pick_tasks_queue ON pick_tasks (queue_rank, id) WHERE status = 'OPEN';
