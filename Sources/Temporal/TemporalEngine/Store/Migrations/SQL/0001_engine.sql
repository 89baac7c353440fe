-- Namespaces, runs with what lists show of them, their histories and records, and what they ask of each other.
-- Times are nanoseconds since 1970 in UTC. Run ids are version 7 UUIDs, so new runs lie at the end of the indexes.

CREATE TABLE namespaces (
    id {{key}} NOT NULL PRIMARY KEY,
    name {{key}} NOT NULL,
    state {{int}} NOT NULL,
    description TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    -- A temporal.api.namespace.v1.NamespaceInfo with the caller's own data.
    data {{blob}} NOT NULL,
    retention {{int}} NOT NULL,
    created_at {{int}} NOT NULL
) {{keyed}};

CREATE UNIQUE INDEX namespaces_name ON namespaces (name);

CREATE TABLE search_attributes (
    namespace_id {{key}} NOT NULL REFERENCES namespaces (id),
    name {{key}} NOT NULL,
    -- A number of temporal.api.enums.v1.IndexedValueType.
    type {{int}} NOT NULL CHECK (type BETWEEN 1 AND 7),
    PRIMARY KEY (namespace_id, name)
) {{keyed}};

-- What lists show. Written when a run starts, closes or changes its attributes.
CREATE TABLE runs (
    run_id {{key}} NOT NULL PRIMARY KEY,
    namespace_id {{key}} NOT NULL,
    workflow_id {{key}} NOT NULL,
    workflow_type {{key}} NOT NULL,
    task_queue {{key}} NOT NULL,
    -- A number of temporal.api.enums.v1.WorkflowExecutionStatus.
    status {{int}} NOT NULL CHECK (status BETWEEN 1 AND 8),
    start_time {{int}} NOT NULL,
    execution_time {{int}} NOT NULL,
    close_time {{int}},
    -- The order of lists: close_time, and the greatest number while the run is open.
    list_time {{int}} NOT NULL,
    execution_duration {{int}},
    history_length {{int}} NOT NULL,
    history_size {{int}} NOT NULL,
    state_transitions {{int}} NOT NULL,
    parent_workflow_id {{key}},
    parent_run_id {{key}},
    root_workflow_id {{key}} NOT NULL,
    root_run_id {{key}} NOT NULL,
    first_run_id {{key}} NOT NULL,
    start_request_id {{key}} NOT NULL,
    -- temporal.api.common.v1.Memo and SearchAttributes.
    memo {{blob}},
    search_attributes {{blob}}
) {{rows}};

CREATE INDEX runs_listed ON runs (namespace_id, list_time, start_time, run_id);
CREATE INDEX runs_workflow_id ON runs (namespace_id, workflow_id, list_time, start_time, run_id);
CREATE INDEX runs_workflow_type ON runs (namespace_id, workflow_type, list_time, start_time, run_id);
CREATE INDEX runs_status ON runs (namespace_id, status, list_time, start_time, run_id);

-- Search attributes that are no column of runs; a list of keywords and the words of a text are several rows.
CREATE TABLE run_attributes (
    run_id {{key}} NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
    name {{key}} NOT NULL,
    position {{int}} NOT NULL,
    namespace_id {{key}} NOT NULL,
    text_value {{key}},
    -- Whole numbers, 0 or 1, nanoseconds since 1970; decimals as whole numbers of the same order.
    number_value {{int}},
    PRIMARY KEY (run_id, name, position)
) {{keyed}};

CREATE INDEX run_attributes_text ON run_attributes (namespace_id, name, text_value, run_id)
    WHERE text_value IS NOT NULL;
CREATE INDEX run_attributes_number ON run_attributes (namespace_id, name, number_value, run_id)
    WHERE number_value IS NOT NULL;

-- What a run knows beside its history; written with every transition.
CREATE TABLE run_records (
    run_id {{key}} NOT NULL PRIMARY KEY REFERENCES runs (run_id) ON DELETE CASCADE,
    namespace_id {{key}} NOT NULL,
    workflow_id {{key}} NOT NULL,
    record {{blob}} NOT NULL,
    next_event_id {{int}} NOT NULL,
    -- The earliest of its timers.
    next_due {{int}},
    -- Whether a workflow task or an activity waits for a worker.
    has_tasks {{int}} NOT NULL CHECK (has_tasks IN (0, 1))
) {{rows}};

CREATE INDEX run_records_due ON run_records (next_due, run_id) WHERE next_due IS NOT NULL;
CREATE INDEX run_records_tasks ON run_records (run_id) WHERE has_tasks = 1;

-- The newest run of each workflow id: what a start finds.
CREATE TABLE current_runs (
    namespace_id {{key}} NOT NULL,
    workflow_id {{key}} NOT NULL,
    run_id {{key}} NOT NULL,
    status {{int}} NOT NULL,
    start_request_id {{key}} NOT NULL,
    first_run_id {{key}} NOT NULL,
    PRIMARY KEY (namespace_id, workflow_id)
) {{keyed}};

-- Events in the batches in which they were written, each a temporal.api.history.v1.History.
CREATE TABLE history (
    run_id {{key}} NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
    first_event_id {{int}} NOT NULL,
    last_event_id {{int}} NOT NULL,
    events {{blob}} NOT NULL,
    PRIMARY KEY (run_id, first_event_id)
) {{rows}};

-- What one run asks of another, until it is done.
CREATE TABLE outbound (
    id {{int}} NOT NULL PRIMARY KEY,
    namespace_id {{key}} NOT NULL,
    workflow_id {{key}} NOT NULL,
    run_id {{key}} NOT NULL,
    kind {{int}} NOT NULL,
    initiated_event_id {{int}} NOT NULL,
    target_namespace_id {{key}} NOT NULL,
    target_workflow_id {{key}} NOT NULL,
    target_run_id {{key}} NOT NULL,
    payload {{blob}} NOT NULL,
    created_at {{int}} NOT NULL
) {{rows}};

CREATE INDEX outbound_run ON outbound (run_id, id);
