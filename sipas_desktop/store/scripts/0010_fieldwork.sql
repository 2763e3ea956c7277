-- Interviewers, whose members they are, and every step of a ballot between the cupboard and its return.

CREATE TABLE interviewer (
    code TEXT NOT NULL,
    area TEXT NOT NULL,
    name TEXT,
    phone TEXT,
    note TEXT,
    removed BOOLEAN NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_interviewer PRIMARY KEY (code),
    CONSTRAINT fk_interviewer_name FOREIGN KEY(name) REFERENCES personal (id),
    CONSTRAINT fk_interviewer_phone FOREIGN KEY(phone) REFERENCES personal (id),
    CONSTRAINT fk_interviewer_note FOREIGN KEY(note) REFERENCES personal (id)
);

CREATE TABLE assignment (
    member TEXT NOT NULL,
    interviewer TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_assignment PRIMARY KEY (member),
    CONSTRAINT fk_assignment_member FOREIGN KEY(member) REFERENCES sample_member (id),
    CONSTRAINT fk_assignment_interviewer FOREIGN KEY(interviewer) REFERENCES interviewer (code)
) WITHOUT ROWID;

CREATE INDEX ix_assignment_interviewer ON assignment (interviewer);

CREATE TABLE field_step (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    step TEXT NOT NULL,
    interviewer TEXT,
    day TEXT NOT NULL,
    "before" INTEGER,
    withdrawn INTEGER,
    stands BOOLEAN NOT NULL,
    CONSTRAINT pk_field_step PRIMARY KEY (serial, fact),
    CONSTRAINT fk_field_step_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_field_step_interviewer FOREIGN KEY(interviewer) REFERENCES interviewer (code)
) WITHOUT ROWID;

CREATE INDEX ix_field_step_interviewer_stands ON field_step (interviewer, stands);
