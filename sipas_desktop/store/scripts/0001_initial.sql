-- The first version of a survey file. A released script is never changed: later versions add scripts.

CREATE TABLE batch (
    code TEXT NOT NULL,
    unit TEXT,
    closed BOOLEAN NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (code)
);

CREATE TABLE catalogue (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    sector TEXT,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_catalogue PRIMARY KEY (kind, code)
);

CREATE TABLE unit (
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_unit PRIMARY KEY (code, valid_from)
);

CREATE TABLE predecessor (
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    earlier_code TEXT NOT NULL,
    earlier_from TEXT NOT NULL,
    CONSTRAINT pk_predecessor PRIMARY KEY (code, valid_from, earlier_code, earlier_from)
) WITHOUT ROWID;

CREATE TABLE transactions (
    unit TEXT NOT NULL,
    procedure TEXT NOT NULL,
    year INTEGER NOT NULL,
    count INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_transactions PRIMARY KEY (unit, procedure, year)
) WITHOUT ROWID;

CREATE TABLE draw (
    id TEXT NOT NULL,
    published INTEGER,
    superseded INTEGER,
    CONSTRAINT pk_draw PRIMARY KEY (id)
);

CREATE TABLE document (
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (sha256)
);

CREATE TABLE operator (
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_operator PRIMARY KEY (name)
);

CREATE TABLE personal (
    id TEXT NOT NULL,
    salt TEXT,
    value TEXT,
    CONSTRAINT pk_personal PRIMARY KEY (id)
);

CREATE TABLE printed_head (
    fact INTEGER NOT NULL,
    head TEXT NOT NULL,
    "on" TEXT NOT NULL,
    CONSTRAINT pk_printed_head PRIMARY KEY (fact)
);

CREATE INDEX ix_printed_head_head ON printed_head (head);

CREATE TABLE sample_import (
    id TEXT NOT NULL,
    published INTEGER,
    draw TEXT,
    CONSTRAINT pk_sample_import PRIMARY KEY (id)
);

CREATE TABLE session (
    no INTEGER NOT NULL,
    id TEXT NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (no),
    CONSTRAINT uq_session_id UNIQUE (id)
);

CREATE TABLE fact (
    seq INTEGER NOT NULL,
    session_no INTEGER NOT NULL,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at TEXT NOT NULL,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (seq),
    CONSTRAINT uq_fact_session_no_n UNIQUE (session_no, n),
    CONSTRAINT fk_fact_session_no FOREIGN KEY(session_no) REFERENCES session (no)
);

CREATE TABLE form (
    sha256 TEXT NOT NULL,
    code TEXT NOT NULL,
    fact INTEGER NOT NULL,
    superseded INTEGER,
    CONSTRAINT pk_form PRIMARY KEY (sha256),
    CONSTRAINT fk_form_sha256 FOREIGN KEY(sha256) REFERENCES document (sha256)
);

CREATE TABLE opening (
    session_no INTEGER NOT NULL,
    operator TEXT NOT NULL,
    program TEXT NOT NULL,
    handout TEXT,
    CONSTRAINT pk_opening PRIMARY KEY (session_no),
    CONSTRAINT fk_opening_session_no FOREIGN KEY(session_no) REFERENCES session (no)
);

CREATE TABLE sample_member (
    id TEXT NOT NULL,
    import TEXT NOT NULL,
    position INTEGER NOT NULL,
    list TEXT NOT NULL,
    name TEXT,
    address TEXT,
    phone TEXT,
    unit TEXT,
    sector TEXT,
    procedure TEXT,
    dossier TEXT,
    received TEXT,
    resulted TEXT,
    note TEXT,
    salt TEXT,
    commitment TEXT NOT NULL,
    CONSTRAINT pk_sample_member PRIMARY KEY (id),
    CONSTRAINT fk_sample_member_import FOREIGN KEY(import) REFERENCES sample_import (id)
);

CREATE INDEX ix_sample_member_dossier ON sample_member (dossier);

CREATE TABLE drawn (
    draw TEXT NOT NULL,
    member TEXT NOT NULL,
    list TEXT NOT NULL,
    stratum INTEGER NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_drawn PRIMARY KEY (draw, member),
    CONSTRAINT fk_drawn_member FOREIGN KEY(member) REFERENCES sample_member (id)
) WITHOUT ROWID;

CREATE INDEX ix_drawn_member ON drawn (member);

CREATE TABLE replacement (
    member TEXT NOT NULL,
    "by" TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_replacement PRIMARY KEY (member),
    CONSTRAINT fk_replacement_member FOREIGN KEY(member) REFERENCES sample_member (id),
    CONSTRAINT uq_replacement_by UNIQUE ("by"),
    CONSTRAINT fk_replacement_by FOREIGN KEY("by") REFERENCES sample_member (id)
);

CREATE TABLE seen_head (
    session_no INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_seen_head PRIMARY KEY (session_no, seen),
    CONSTRAINT fk_seen_head_session_no FOREIGN KEY(session_no) REFERENCES session (no),
    CONSTRAINT fk_seen_head_seen FOREIGN KEY(seen) REFERENCES session (no)
);

CREATE TABLE survey (
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    handout TEXT,
    CONSTRAINT pk_survey PRIMARY KEY (id),
    CONSTRAINT fk_survey_plan FOREIGN KEY("plan") REFERENCES document (sha256)
);

CREATE TABLE print_run (
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    form TEXT NOT NULL,
    "group" TEXT NOT NULL,
    unit TEXT,
    wave TEXT,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    published INTEGER,
    CONSTRAINT pk_print_run PRIMARY KEY (id),
    CONSTRAINT fk_print_run_form FOREIGN KEY(form) REFERENCES form (sha256)
);

CREATE TABLE ballot (
    serial TEXT NOT NULL,
    run TEXT NOT NULL,
    state TEXT NOT NULL,
    unit TEXT,
    settled_unit TEXT,
    channel TEXT,
    batch TEXT,
    position INTEGER,
    reason TEXT,
    photocopy BOOLEAN NOT NULL,
    received INTEGER,
    judged INTEGER,
    received_on TEXT,
    CONSTRAINT pk_ballot PRIMARY KEY (serial),
    CONSTRAINT fk_ballot_run FOREIGN KEY(run) REFERENCES print_run (id),
    CONSTRAINT fk_ballot_batch FOREIGN KEY(batch) REFERENCES batch (code)
);

CREATE INDEX ix_ballot_batch_state_position ON ballot (batch, state, position);

CREATE INDEX ix_ballot_state_run_reason ON ballot (state, run, reason);

CREATE TABLE adjudication (
    fact INTEGER NOT NULL,
    serial TEXT NOT NULL,
    question TEXT NOT NULL,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    value TEXT NOT NULL,
    personal TEXT,
    operator TEXT NOT NULL,
    reason TEXT,
    superseded INTEGER,
    CONSTRAINT pk_adjudication PRIMARY KEY (fact),
    CONSTRAINT fk_adjudication_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_adjudication_personal FOREIGN KEY(personal) REFERENCES personal (id),
    CONSTRAINT fk_adjudication_reason FOREIGN KEY(reason) REFERENCES personal (id)
);

CREATE INDEX ix_adjudication_serial ON adjudication (serial);

CREATE TABLE claim (
    serial TEXT NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT NOT NULL,
    session_no INTEGER NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (serial, pass),
    CONSTRAINT fk_claim_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_claim_session_no FOREIGN KEY(session_no) REFERENCES session (no)
);

CREATE TABLE keying (
    started INTEGER NOT NULL,
    serial TEXT NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT NOT NULL,
    completed INTEGER,
    aside INTEGER,
    CONSTRAINT pk_keying PRIMARY KEY (started),
    CONSTRAINT fk_keying_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);

CREATE INDEX ix_keying_operator_completed ON keying (operator, completed);

CREATE INDEX ix_keying_serial_pass ON keying (serial, pass);

CREATE TABLE link (
    serial TEXT NOT NULL,
    member TEXT NOT NULL,
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (serial),
    CONSTRAINT fk_link_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT uq_link_member UNIQUE (member),
    CONSTRAINT fk_link_member FOREIGN KEY(member) REFERENCES sample_member (id)
);

CREATE TABLE settled (
    serial TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    personal TEXT,
    CONSTRAINT pk_settled PRIMARY KEY (serial, question),
    CONSTRAINT fk_settled_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_settled_personal FOREIGN KEY(personal) REFERENCES personal (id)
)
 WITHOUT ROWID;

CREATE TABLE settled_count (
    run TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_settled_count PRIMARY KEY (run, question, value),
    CONSTRAINT fk_settled_count_run FOREIGN KEY(run) REFERENCES print_run (id)
)
 WITHOUT ROWID;

CREATE TABLE settling (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    discrepancies INTEGER NOT NULL,
    CONSTRAINT pk_settling PRIMARY KEY (serial),
    CONSTRAINT fk_settling_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);

CREATE TABLE answer (
    keying INTEGER NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    personal TEXT,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (keying, question),
    CONSTRAINT fk_answer_keying FOREIGN KEY(keying) REFERENCES keying (started),
    CONSTRAINT fk_answer_personal FOREIGN KEY(personal) REFERENCES personal (id)
)
 WITHOUT ROWID;

CREATE TABLE handout (
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    passes TEXT NOT NULL,
    fact INTEGER NOT NULL,
    ballots INTEGER NOT NULL,
    merged INTEGER,
    taken_back INTEGER,
    CONSTRAINT pk_handout PRIMARY KEY (id)
);

CREATE TABLE rival_receipt (
    judged INTEGER NOT NULL,
    serial TEXT NOT NULL,
    channel TEXT,
    batch TEXT,
    position INTEGER,
    reason TEXT,
    photocopy BOOLEAN NOT NULL,
    received INTEGER NOT NULL,
    received_on TEXT,
    CONSTRAINT pk_rival_receipt PRIMARY KEY (judged),
    CONSTRAINT fk_rival_receipt_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_rival_receipt_batch FOREIGN KEY(batch) REFERENCES batch (code)
);

CREATE INDEX ix_rival_receipt_serial ON rival_receipt (serial);

CREATE TABLE away (
    serial TEXT NOT NULL,
    pass INTEGER NOT NULL,
    handout TEXT NOT NULL,
    operator TEXT,
    CONSTRAINT pk_away PRIMARY KEY (serial, pass),
    CONSTRAINT fk_away_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_away_handout FOREIGN KEY(handout) REFERENCES handout (id)
)
 WITHOUT ROWID;

CREATE TABLE online_import (
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    begun INTEGER NOT NULL,
    published INTEGER,
    CONSTRAINT pk_online_import PRIMARY KEY (id)
);

CREATE TABLE online_run (
    run TEXT NOT NULL,
    import TEXT NOT NULL,
    CONSTRAINT pk_online_run PRIMARY KEY (run),
    CONSTRAINT fk_online_run_run FOREIGN KEY(run) REFERENCES print_run (id),
    CONSTRAINT fk_online_run_import FOREIGN KEY(import) REFERENCES online_import (id)
);

CREATE TABLE online_answer (
    serial TEXT NOT NULL,
    fact INTEGER NOT NULL,
    officer TEXT,
    dossier TEXT,
    "key" TEXT NOT NULL,
    CONSTRAINT pk_online_answer PRIMARY KEY (serial),
    CONSTRAINT fk_online_answer_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_online_answer_dossier FOREIGN KEY(dossier) REFERENCES personal (id)
);

CREATE INDEX ix_online_answer_officer ON online_answer (officer);

CREATE TABLE online_total (
    fact INTEGER NOT NULL,
    source TEXT NOT NULL,
    "group" TEXT NOT NULL,
    unit TEXT,
    wave TEXT,
    answers INTEGER NOT NULL,
    superseded INTEGER,
    CONSTRAINT pk_online_total PRIMARY KEY (fact)
);

CREATE TABLE officer (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_officer PRIMARY KEY (code),
    CONSTRAINT fk_officer_name FOREIGN KEY(name) REFERENCES personal (id)
);
