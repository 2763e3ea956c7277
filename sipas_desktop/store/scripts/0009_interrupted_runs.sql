-- An interrupted print run is gone on with in the order and style that it began in, or given up for good. Ballots that
-- were printed again are counted; those of before are read from the facts.

CREATE TABLE print_order (
    run TEXT NOT NULL,
    sorted_by TEXT NOT NULL,
    spares INTEGER NOT NULL,
    style TEXT,
    labels TEXT,
    CONSTRAINT pk_print_order PRIMARY KEY (run),
    CONSTRAINT fk_print_order_run FOREIGN KEY(run) REFERENCES print_run (id)
);

CREATE TABLE unreleased (
    run TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_unreleased PRIMARY KEY (run),
    CONSTRAINT fk_unreleased_run FOREIGN KEY(run) REFERENCES print_run (id)
);

INSERT INTO print_order (run, sorted_by, spares, style)
SELECT json_extract(fact.payload, '$.run'), 'list', 0, print_style.style
FROM fact LEFT JOIN print_style ON print_style.run = json_extract(fact.payload, '$.run')
WHERE fact.kind = 'ballots_printed';

CREATE TABLE given_up (
    run TEXT NOT NULL,
    purpose TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_given_up PRIMARY KEY (run)
);

CREATE TABLE reprint (
    fact INTEGER NOT NULL,
    serial TEXT NOT NULL,
    CONSTRAINT pk_reprint PRIMARY KEY (fact, serial)
) WITHOUT ROWID;

INSERT INTO reprint (fact, serial)
SELECT DISTINCT fact.seq, printed.value
FROM fact JOIN json_each(fact.payload, '$.serials') AS printed
WHERE fact.kind = 'ballots_reprinted';
