-- What is sent back to a third clerk, and where what she keyed settled fields.

CREATE TABLE rekeying (
    fact INTEGER NOT NULL,
    serial TEXT NOT NULL,
    questions TEXT NOT NULL,
    operator TEXT NOT NULL,
    ended INTEGER,
    CONSTRAINT pk_rekeying PRIMARY KEY (fact),
    CONSTRAINT fk_rekeying_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);

CREATE INDEX ix_rekeying_serial ON rekeying (serial);

CREATE TABLE settling_by_third (
    serial TEXT NOT NULL,
    fields INTEGER NOT NULL,
    CONSTRAINT pk_settling_by_third PRIMARY KEY (serial),
    CONSTRAINT fk_settling_by_third_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
