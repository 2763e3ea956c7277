-- Sampled double keying: the seed, second keyings demanded, and what is known of the errors of who keyed. The last is
-- counted here for ballots that were settled before.

CREATE TABLE keying_seed (
    fact INTEGER NOT NULL,
    seed TEXT NOT NULL,
    CONSTRAINT pk_keying_seed PRIMARY KEY (fact)
);

CREATE TABLE judged_ballot (
    serial TEXT NOT NULL,
    first TEXT NOT NULL,
    first_fields INTEGER NOT NULL,
    first_errors INTEGER NOT NULL,
    second TEXT NOT NULL,
    second_fields INTEGER NOT NULL,
    second_errors INTEGER NOT NULL,
    CONSTRAINT pk_judged_ballot PRIMARY KEY (serial),
    CONSTRAINT fk_judged_ballot_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
)
 WITHOUT ROWID;

CREATE TABLE judged_keyer (
    operator TEXT NOT NULL,
    ballots INTEGER NOT NULL,
    fields INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    CONSTRAINT pk_judged_keyer PRIMARY KEY (operator)
)
 WITHOUT ROWID;

CREATE TABLE second_demanded (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_second_demanded PRIMARY KEY (serial),
    CONSTRAINT fk_second_demanded_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
)
 WITHOUT ROWID;

INSERT INTO judged_ballot
WITH judged AS (
    SELECT keying.serial, keying.pass, keying.operator, count(*) AS fields,
        sum(answer.value <> settled.value) AS errors
    FROM settling
    JOIN keying ON keying.serial = settling.serial AND keying.aside IS NULL
    JOIN answer ON answer.keying = keying.started
    JOIN settled ON settled.serial = settling.serial AND settled.question = answer.question
    GROUP BY keying.started
)
SELECT one.serial, one.operator, one.fields, one.errors, two.operator, two.fields, two.errors
FROM judged AS one JOIN judged AS two ON two.serial = one.serial AND two.pass = 2
WHERE one.pass = 1;

INSERT INTO judged_keyer
SELECT operator, count(*), sum(fields), sum(errors)
FROM (
    SELECT first AS operator, first_fields AS fields, first_errors AS errors FROM judged_ballot
    UNION ALL
    SELECT second, second_fields, second_errors FROM judged_ballot
)
GROUP BY operator;
