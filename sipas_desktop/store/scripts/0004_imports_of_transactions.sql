-- Transactions lie beside those that they replace, and count from the fact that publishes their import on: a large file
-- is taken in short transactions. What was replaced before is read from the facts, where all of it stands.

CREATE TABLE transactions_import (
    id TEXT NOT NULL,
    begun INTEGER NOT NULL,
    published INTEGER,
    CONSTRAINT pk_transactions_import PRIMARY KEY (id)
);

DROP TABLE transactions;

CREATE TABLE transactions (
    unit TEXT NOT NULL,
    procedure TEXT NOT NULL,
    year INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    count INTEGER NOT NULL,
    import TEXT NOT NULL,
    CONSTRAINT pk_transactions PRIMARY KEY (unit, procedure, year, fact),
    CONSTRAINT fk_transactions_import FOREIGN KEY(import) REFERENCES transactions_import (id)
) WITHOUT ROWID;

INSERT INTO transactions_import (id, begun, published)
SELECT session.id || ':' || fact.n, fact.seq, fact.seq
FROM fact JOIN session ON session.no = fact.session_no JOIN opening ON opening.session_no = session.no
WHERE fact.kind = 'transactions_set' AND opening.handout IS NULL;

INSERT INTO transactions (unit, procedure, year, fact, count, import)
SELECT json_extract(entry.value, '$.unit'), json_extract(entry.value, '$.procedure'), json_extract(entry.value, '$.year'),
    fact.seq, json_extract(entry.value, '$.count'), session.id || ':' || fact.n
FROM fact JOIN session ON session.no = fact.session_no JOIN opening ON opening.session_no = session.no
    JOIN json_each(fact.payload, '$.entries') AS entry
WHERE fact.kind = 'transactions_set' AND opening.handout IS NULL;
