-- What the office wrote into its reports beside the figures.

CREATE TABLE remark (
    about TEXT NOT NULL,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_remark PRIMARY KEY (about, section),
    CONSTRAINT fk_remark_text FOREIGN KEY(text) REFERENCES personal (id)
) WITHOUT ROWID;
