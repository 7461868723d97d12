-- One row a trial: see io.espalier.search.evaluate.Trial. Maps are JSON texts, so that any SQLite shell can read them.
CREATE TABLE trial (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    candidate TEXT NOT NULL,
    recipe TEXT NOT NULL,
    state TEXT NOT NULL,
    failure TEXT NOT NULL,
    rung TEXT NOT NULL,
    seed INTEGER NOT NULL,
    host TEXT NOT NULL,
    wall_millis INTEGER NOT NULL,
    finished TEXT NOT NULL,
    versions TEXT NOT NULL,
    metrics TEXT NOT NULL,
    notes TEXT NOT NULL,
    schema_version INTEGER NOT NULL
);

CREATE INDEX trial_candidate ON trial (candidate);

-- Predicted costs, apart from accuracy: they change with the profile alone.
CREATE TABLE cost (
    key TEXT PRIMARY KEY,
    candidate TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL,
    value REAL NOT NULL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    confidence TEXT NOT NULL
);

CREATE INDEX cost_candidate ON cost (candidate);
