-- What ballots keep whose links to members of the sample were destroyed.

CREATE TABLE unlinked (
    serial TEXT NOT NULL,
    draw TEXT,
    stratum INTEGER,
    interviewer TEXT,
    askable INTEGER NOT NULL,
    CONSTRAINT pk_unlinked PRIMARY KEY (serial),
    CONSTRAINT fk_unlinked_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);

CREATE TABLE unlinking (
    fact INTEGER NOT NULL,
    CONSTRAINT pk_unlinking PRIMARY KEY (fact)
);
