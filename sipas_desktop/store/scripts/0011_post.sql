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

CREATE TABLE box_record (
    number INTEGER NOT NULL,
    box TEXT NOT NULL,
    unit TEXT,
    seal TEXT NOT NULL,
    whole BOOLEAN NOT NULL,
    people TEXT,
    day TEXT NOT NULL,
    papers INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    batch TEXT NOT NULL,
    note TEXT,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_box_record PRIMARY KEY (number),
    CONSTRAINT fk_box_record_people FOREIGN KEY(people) REFERENCES personal (id),
    CONSTRAINT uq_box_record_batch UNIQUE (batch),
    CONSTRAINT fk_box_record_note FOREIGN KEY(note) REFERENCES personal (id)
);

CREATE TABLE mailing (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    channel TEXT NOT NULL,
    CONSTRAINT pk_mailing PRIMARY KEY (serial, fact),
    CONSTRAINT fk_mailing_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
) WITHOUT ROWID;

CREATE TABLE reminder (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    day TEXT NOT NULL,
    CONSTRAINT pk_reminder PRIMARY KEY (serial, fact),
    CONSTRAINT fk_reminder_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
) WITHOUT ROWID;
