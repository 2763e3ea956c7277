-- Who may be called, which ballots were drawn for phúc tra, and what asking once more came to.

CREATE TABLE consent (
    member TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (member)
) WITHOUT ROWID;

CREATE TABLE recheck_draw (
    fact INTEGER NOT NULL,
    how TEXT NOT NULL,
    CONSTRAINT pk_recheck_draw PRIMARY KEY (fact)
);

CREATE TABLE recheck (
    serial TEXT NOT NULL,
    number INTEGER NOT NULL,
    draw INTEGER NOT NULL,
    sent INTEGER,
    result TEXT,
    reply TEXT,
    answered INTEGER,
    CONSTRAINT pk_recheck PRIMARY KEY (serial),
    CONSTRAINT fk_recheck_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT uq_recheck_number UNIQUE (number),
    CONSTRAINT fk_recheck_draw FOREIGN KEY(draw) REFERENCES recheck_draw (fact),
    CONSTRAINT fk_recheck_reply FOREIGN KEY(reply) REFERENCES personal (id)
);
