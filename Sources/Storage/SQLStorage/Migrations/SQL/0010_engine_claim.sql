-- Which engine runs the workflows of these orders. One row, once an engine was seen. Its namespace's id is made with the
-- engine's file (or by a Temporal cluster) and never again: another one knows nothing of these orders.

CREATE TABLE engine_claim (
    id {{int}} NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Names these orders to the engine; made with the row.
    deployment {{key}} NOT NULL,
    namespace_id {{key}} NOT NULL,
    -- Where it was last seen, for people.
    place TEXT NOT NULL,
    -- Counts the starts of the engine. The engine's file has it too: a copy of either from earlier shows by it.
    starts {{int}} NOT NULL CHECK (starts >= 1),
    -- When the engine became this one, in milliseconds since 1970.
    since {{int}} NOT NULL
) {{keyed}};
