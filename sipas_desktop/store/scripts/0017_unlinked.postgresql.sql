-- What ballots keep whose links to members of the sample were destroyed.

CREATE TABLE unlinked (
    serial TEXT COLLATE "C" NOT NULL,
    draw TEXT COLLATE "C",
    stratum INTEGER,
    interviewer TEXT COLLATE "C",
    askable INTEGER NOT NULL,
    CONSTRAINT pk_unlinked PRIMARY KEY (serial),
    CONSTRAINT fk_unlinked_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);

CREATE TABLE unlinking (
    fact BIGINT NOT NULL,
    CONSTRAINT pk_unlinking PRIMARY KEY (fact)
);
