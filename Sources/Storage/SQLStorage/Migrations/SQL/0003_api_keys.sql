-- Callers' keys. Only the hash of a secret is kept.

CREATE TABLE api_keys (
    id {{key}} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    -- Separated by spaces.
    scopes TEXT NOT NULL,
    rate_limit_requests {{int}},
    rate_limit_window_seconds {{int}},
    created_at {{int}} NOT NULL,
    expires_at {{int}},
    revoked_at {{int}}
) {{keyed}};

CREATE INDEX api_keys_expires_at ON api_keys (expires_at) WHERE expires_at IS NOT NULL;
