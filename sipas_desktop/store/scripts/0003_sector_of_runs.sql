-- A print run remembers for which sector of the plan it was printed. The table is made anew, since ALTER TABLE would put
-- the column behind the constraints; foreign keys are off meanwhile, so nothing that belongs to a run goes with it.

CREATE TEMPORARY TABLE run_before AS SELECT * FROM print_run;

DROP TABLE print_run;

CREATE TABLE print_run (
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    form TEXT NOT NULL,
    "group" TEXT NOT NULL,
    unit TEXT,
    wave TEXT,
    sector TEXT,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    published INTEGER,
    CONSTRAINT pk_print_run PRIMARY KEY (id),
    CONSTRAINT fk_print_run_form FOREIGN KEY(form) REFERENCES form (sha256)
);

INSERT INTO print_run (id, purpose, form, "group", unit, wave, first, count, published)
SELECT id, purpose, form, "group", unit, wave, first, count, published FROM run_before;

DROP TABLE run_before;
