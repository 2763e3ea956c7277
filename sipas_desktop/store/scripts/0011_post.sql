CREATE TABLE handover (
    number INTEGER NOT NULL,
    direction TEXT NOT NULL,
    giver TEXT,
    receiver TEXT,
    day TEXT NOT NULL,
    milestone TEXT,
    fact INTEGER NOT NULL,
    closed INTEGER,
    CONSTRAINT pk_handover PRIMARY KEY (number),
    CONSTRAINT fk_handover_giver FOREIGN KEY(giver) REFERENCES personal (id),
    CONSTRAINT fk_handover_receiver FOREIGN KEY(receiver) REFERENCES personal (id)
);

CREATE TABLE handover_ballot (
    handover INTEGER NOT NULL,
    serial TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    taken BOOLEAN NOT NULL,
    reason TEXT,
    CONSTRAINT pk_handover_ballot PRIMARY KEY (handover, serial),
    CONSTRAINT fk_handover_ballot_handover FOREIGN KEY(handover) REFERENCES handover (number),
    CONSTRAINT fk_handover_ballot_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_handover_ballot_reason FOREIGN KEY(reason) REFERENCES personal (id)
) WITHOUT ROWID;

CREATE INDEX ix_handover_ballot_serial ON handover_ballot (serial);
