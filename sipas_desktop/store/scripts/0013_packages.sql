-- The office's key, keys of other offices, packages that were merged.

CREATE TABLE signing_secret (
    public TEXT NOT NULL,
    private TEXT NOT NULL,
    CONSTRAINT pk_signing_secret PRIMARY KEY (public)
);

CREATE TABLE package_file (
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_package_file PRIMARY KEY (sha256)
);

CREATE TABLE signing_key (
    fact INTEGER NOT NULL,
    public TEXT NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY (fact)
);

CREATE TABLE office (
    public TEXT NOT NULL,
    name TEXT NOT NULL,
    units TEXT NOT NULL,
    removed BOOLEAN NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (public)
);

CREATE TABLE package (
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    public TEXT NOT NULL,
    vouched TEXT,
    records INTEGER NOT NULL,
    created TEXT NOT NULL,
    counts BOOLEAN NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_package PRIMARY KEY (sha256)
);

CREATE INDEX ix_package_source ON package (source);

CREATE TABLE package_run (
    run TEXT NOT NULL,
    package TEXT NOT NULL,
    CONSTRAINT pk_package_run PRIMARY KEY (run),
    CONSTRAINT fk_package_run_run FOREIGN KEY(run) REFERENCES print_run (id),
    CONSTRAINT fk_package_run_package FOREIGN KEY(package) REFERENCES package (sha256)
);

CREATE TABLE package_unit (
    package TEXT NOT NULL,
    unit TEXT NOT NULL,
    "group" TEXT NOT NULL,
    wave TEXT NOT NULL,
    name TEXT NOT NULL,
    printed INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    invalid TEXT NOT NULL,
    valid INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    online INTEGER NOT NULL,
    single_keyed INTEGER NOT NULL,
    CONSTRAINT pk_package_unit PRIMARY KEY (package, unit, "group", wave),
    CONSTRAINT fk_package_unit_package FOREIGN KEY(package) REFERENCES package (sha256)
) WITHOUT ROWID;

CREATE TABLE package_required (
    package TEXT NOT NULL,
    unit TEXT NOT NULL,
    required INTEGER NOT NULL,
    CONSTRAINT pk_package_required PRIMARY KEY (package, unit),
    CONSTRAINT fk_package_required_package FOREIGN KEY(package) REFERENCES package (sha256)
) WITHOUT ROWID;
