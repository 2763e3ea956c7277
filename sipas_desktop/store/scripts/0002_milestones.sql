-- Milestones of the plan that somebody ticked off.

CREATE TABLE milestone (
    code TEXT NOT NULL,
    day TEXT NOT NULL,
    note TEXT,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_milestone PRIMARY KEY (code),
    CONSTRAINT fk_milestone_note FOREIGN KEY(note) REFERENCES personal (id)
);
