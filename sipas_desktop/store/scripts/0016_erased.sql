-- Sample members who were erased on request.

CREATE TABLE erased (
    member TEXT NOT NULL,
    phone TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_erased PRIMARY KEY (member),
    CONSTRAINT fk_erased_member FOREIGN KEY(member) REFERENCES sample_member (id)
) WITHOUT ROWID;
