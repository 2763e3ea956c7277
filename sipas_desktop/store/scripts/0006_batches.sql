CREATE TABLE batch_claim (
    batch TEXT NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_batch_claim PRIMARY KEY (batch, pass),
    CONSTRAINT fk_batch_claim_batch FOREIGN KEY(batch) REFERENCES batch (code)
) WITHOUT ROWID;

CREATE TABLE batch_count (
    batch TEXT NOT NULL,
    papers INTEGER NOT NULL,
    listed BOOLEAN NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_batch_count PRIMARY KEY (batch),
    CONSTRAINT fk_batch_count_batch FOREIGN KEY(batch) REFERENCES batch (code)
) WITHOUT ROWID;

CREATE TABLE batch_stray (
    batch TEXT NOT NULL,
    serial TEXT NOT NULL,
    extra BOOLEAN NOT NULL,
    CONSTRAINT pk_batch_stray PRIMARY KEY (batch, serial),
    CONSTRAINT fk_batch_stray_batch FOREIGN KEY(batch) REFERENCES batch (code),
    CONSTRAINT fk_batch_stray_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
) WITHOUT ROWID;
