-- The tables as the first program made them that knew servers, at version 16: never changed.
CREATE TABLE batch (
    code TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    closed BOOLEAN NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (code)
);
CREATE TABLE catalogue (
    kind TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    sector TEXT COLLATE "C",
    fact BIGINT NOT NULL,
    CONSTRAINT pk_catalogue PRIMARY KEY (kind, code)
);
CREATE TABLE consent (
    member TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (member)
);
CREATE TABLE document (
    sha256 TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (sha256)
);
CREATE TABLE draw (
    id TEXT COLLATE "C" NOT NULL,
    published BIGINT,
    superseded BIGINT,
    CONSTRAINT pk_draw PRIMARY KEY (id)
);
CREATE TABLE given_up (
    run TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_given_up PRIMARY KEY (run)
);
CREATE TABLE handout (
    id TEXT COLLATE "C" NOT NULL,
    number INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    passes TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    ballots INTEGER NOT NULL,
    merged BIGINT,
    taken_back BIGINT,
    CONSTRAINT pk_handout PRIMARY KEY (id)
);
CREATE TABLE judged_keyer (
    operator TEXT COLLATE "C" NOT NULL,
    ballots INTEGER NOT NULL,
    fields INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    CONSTRAINT pk_judged_keyer PRIMARY KEY (operator)
);
CREATE TABLE key_file (
    one INTEGER NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_key_file PRIMARY KEY (one),
    CHECK (one = 1)
);
CREATE TABLE keying_seed (
    fact BIGINT NOT NULL,
    seed TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_keying_seed PRIMARY KEY (fact)
);
CREATE TABLE office (
    public TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    units TEXT COLLATE "C" NOT NULL,
    removed BOOLEAN NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (public)
);
CREATE TABLE online_import (
    id TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    begun BIGINT NOT NULL,
    published BIGINT,
    CONSTRAINT pk_online_import PRIMARY KEY (id)
);
CREATE TABLE online_total (
    fact BIGINT NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    "group" TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    wave TEXT COLLATE "C",
    answers INTEGER NOT NULL,
    superseded BIGINT,
    CONSTRAINT pk_online_total PRIMARY KEY (fact)
);
CREATE TABLE operator (
    name TEXT COLLATE "C" NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_operator PRIMARY KEY (name)
);
CREATE TABLE package (
    sha256 TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    sequence INTEGER NOT NULL,
    public TEXT COLLATE "C" NOT NULL,
    vouched TEXT COLLATE "C",
    records INTEGER NOT NULL,
    created TEXT COLLATE "C" NOT NULL,
    counts BOOLEAN NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_package PRIMARY KEY (sha256)
);
CREATE INDEX ix_package_source ON package (source);
CREATE TABLE package_file (
    sha256 TEXT COLLATE "C" NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_package_file PRIMARY KEY (sha256)
);
CREATE TABLE personal (
    id TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C",
    value TEXT COLLATE "C",
    CONSTRAINT pk_personal PRIMARY KEY (id)
);
CREATE TABLE predecessor (
    code TEXT COLLATE "C" NOT NULL,
    valid_from TEXT COLLATE "C" NOT NULL,
    earlier_code TEXT COLLATE "C" NOT NULL,
    earlier_from TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_predecessor PRIMARY KEY (code, valid_from, earlier_code, earlier_from)
);
CREATE TABLE printed_head (
    fact BIGINT NOT NULL,
    head TEXT COLLATE "C" NOT NULL,
    "on" TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_printed_head PRIMARY KEY (fact)
);
CREATE INDEX ix_printed_head_head ON printed_head (head);
CREATE TABLE recheck_draw (
    fact BIGINT NOT NULL,
    how TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_recheck_draw PRIMARY KEY (fact)
);
CREATE TABLE reprint (
    fact BIGINT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_reprint PRIMARY KEY (fact, serial)
);
CREATE TABLE sample_import (
    id TEXT COLLATE "C" NOT NULL,
    published BIGINT,
    draw TEXT COLLATE "C",
    CONSTRAINT pk_sample_import PRIMARY KEY (id)
);
CREATE TABLE session (
    no INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (no),
    CONSTRAINT uq_session_id UNIQUE (id)
);
CREATE TABLE signing_key (
    fact BIGINT NOT NULL,
    public TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY (fact)
);
CREATE TABLE signing_secret (
    public TEXT COLLATE "C" NOT NULL,
    private TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_signing_secret PRIMARY KEY (public)
);
CREATE TABLE sipas_schema (
    one INTEGER NOT NULL,
    version INTEGER NOT NULL,
    whole BOOLEAN NOT NULL,
    CONSTRAINT pk_sipas_schema PRIMARY KEY (one)
);
CREATE TABLE topic_list (
    question TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_topic_list PRIMARY KEY (question)
);
CREATE TABLE transactions_import (
    id TEXT COLLATE "C" NOT NULL,
    begun BIGINT NOT NULL,
    published BIGINT,
    CONSTRAINT pk_transactions_import PRIMARY KEY (id)
);
CREATE TABLE unit (
    code TEXT COLLATE "C" NOT NULL,
    valid_from TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    valid_until TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_unit PRIMARY KEY (code, valid_from)
);
CREATE TABLE batch_claim (
    batch TEXT COLLATE "C" NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_batch_claim PRIMARY KEY (batch, pass),
    CONSTRAINT fk_batch_claim_batch FOREIGN KEY(batch) REFERENCES batch (code)
);
CREATE TABLE batch_count (
    batch TEXT COLLATE "C" NOT NULL,
    papers INTEGER NOT NULL,
    listed BOOLEAN NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_batch_count PRIMARY KEY (batch),
    CONSTRAINT fk_batch_count_batch FOREIGN KEY(batch) REFERENCES batch (code)
);
CREATE TABLE box_record (
    number INTEGER NOT NULL,
    box TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    seal TEXT COLLATE "C" NOT NULL,
    whole BOOLEAN NOT NULL,
    people TEXT COLLATE "C",
    day TEXT COLLATE "C" NOT NULL,
    papers INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    batch TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    fact BIGINT NOT NULL,
    CONSTRAINT pk_box_record PRIMARY KEY (number),
    CONSTRAINT uq_box_record_batch UNIQUE (batch),
    CONSTRAINT fk_box_record_note FOREIGN KEY(note) REFERENCES personal (id),
    CONSTRAINT fk_box_record_people FOREIGN KEY(people) REFERENCES personal (id)
);
CREATE TABLE fact (
    seq BIGSERIAL NOT NULL,
    session_no INTEGER NOT NULL,
    n INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (seq),
    CONSTRAINT fk_fact_session_no FOREIGN KEY(session_no) REFERENCES session (no),
    CONSTRAINT uq_fact_session_no_n UNIQUE (session_no, n)
);
CREATE TABLE form (
    sha256 TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    superseded BIGINT,
    CONSTRAINT pk_form PRIMARY KEY (sha256),
    CONSTRAINT fk_form_sha256 FOREIGN KEY(sha256) REFERENCES document (sha256)
);
CREATE TABLE handover (
    number INTEGER NOT NULL,
    direction TEXT COLLATE "C" NOT NULL,
    giver TEXT COLLATE "C",
    receiver TEXT COLLATE "C",
    day TEXT COLLATE "C" NOT NULL,
    milestone TEXT COLLATE "C",
    fact BIGINT NOT NULL,
    closed BIGINT,
    CONSTRAINT pk_handover PRIMARY KEY (number),
    CONSTRAINT fk_handover_receiver FOREIGN KEY(receiver) REFERENCES personal (id),
    CONSTRAINT fk_handover_giver FOREIGN KEY(giver) REFERENCES personal (id)
);
CREATE TABLE interviewer (
    code TEXT COLLATE "C" NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    removed BOOLEAN NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_interviewer PRIMARY KEY (code),
    CONSTRAINT fk_interviewer_note FOREIGN KEY(note) REFERENCES personal (id),
    CONSTRAINT fk_interviewer_name FOREIGN KEY(name) REFERENCES personal (id),
    CONSTRAINT fk_interviewer_phone FOREIGN KEY(phone) REFERENCES personal (id)
);
CREATE TABLE milestone (
    code TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    fact BIGINT NOT NULL,
    CONSTRAINT pk_milestone PRIMARY KEY (code),
    CONSTRAINT fk_milestone_note FOREIGN KEY(note) REFERENCES personal (id)
);
CREATE TABLE officer (
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_officer PRIMARY KEY (code),
    CONSTRAINT fk_officer_name FOREIGN KEY(name) REFERENCES personal (id)
);
CREATE TABLE opening (
    session_no INTEGER NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    program TEXT COLLATE "C" NOT NULL,
    handout TEXT COLLATE "C",
    CONSTRAINT pk_opening PRIMARY KEY (session_no),
    CONSTRAINT fk_opening_session_no FOREIGN KEY(session_no) REFERENCES session (no)
);
CREATE TABLE package_required (
    package TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    required INTEGER NOT NULL,
    CONSTRAINT pk_package_required PRIMARY KEY (package, unit),
    CONSTRAINT fk_package_required_package FOREIGN KEY(package) REFERENCES package (sha256)
);
CREATE TABLE package_unit (
    package TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    "group" TEXT COLLATE "C" NOT NULL,
    wave TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    printed INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    invalid TEXT COLLATE "C" NOT NULL,
    valid INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    online INTEGER NOT NULL,
    single_keyed INTEGER NOT NULL,
    CONSTRAINT pk_package_unit PRIMARY KEY (package, unit, "group", wave),
    CONSTRAINT fk_package_unit_package FOREIGN KEY(package) REFERENCES package (sha256)
);
CREATE TABLE remark (
    about TEXT COLLATE "C" NOT NULL,
    section TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_remark PRIMARY KEY (about, section),
    CONSTRAINT fk_remark_text FOREIGN KEY(text) REFERENCES personal (id)
);
CREATE TABLE sample_member (
    id TEXT COLLATE "C" NOT NULL,
    import TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    list TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    address TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    procedure TEXT COLLATE "C",
    dossier TEXT COLLATE "C",
    received TEXT COLLATE "C",
    resulted TEXT COLLATE "C",
    note TEXT COLLATE "C",
    salt TEXT COLLATE "C",
    commitment TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_sample_member PRIMARY KEY (id),
    CONSTRAINT fk_sample_member_import FOREIGN KEY(import) REFERENCES sample_import (id)
);
CREATE INDEX ix_sample_member_dossier ON sample_member (dossier);
CREATE TABLE seen_head (
    session_no INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_seen_head PRIMARY KEY (session_no, seen),
    CONSTRAINT fk_seen_head_session_no FOREIGN KEY(session_no) REFERENCES session (no),
    CONSTRAINT fk_seen_head_seen FOREIGN KEY(seen) REFERENCES session (no)
);
CREATE TABLE sorted_comment (
    comment TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    topics TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_sorted_comment PRIMARY KEY (comment),
    CONSTRAINT fk_sorted_comment_comment FOREIGN KEY(comment) REFERENCES personal (id)
);
CREATE TABLE survey (
    id TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    handout TEXT COLLATE "C",
    CONSTRAINT pk_survey PRIMARY KEY (id),
    CONSTRAINT fk_survey_plan FOREIGN KEY(plan) REFERENCES document (sha256)
);
CREATE TABLE topic (
    question TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    place INTEGER NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_topic PRIMARY KEY (question, code),
    CONSTRAINT fk_topic_question FOREIGN KEY(question) REFERENCES topic_list (question)
);
CREATE TABLE transactions (
    unit TEXT COLLATE "C" NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    fact BIGINT NOT NULL,
    count INTEGER NOT NULL,
    import TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_transactions PRIMARY KEY (unit, procedure, year, fact),
    CONSTRAINT fk_transactions_import FOREIGN KEY(import) REFERENCES transactions_import (id)
);
CREATE TABLE assignment (
    member TEXT COLLATE "C" NOT NULL,
    interviewer TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_assignment PRIMARY KEY (member),
    CONSTRAINT fk_assignment_member FOREIGN KEY(member) REFERENCES sample_member (id),
    CONSTRAINT fk_assignment_interviewer FOREIGN KEY(interviewer) REFERENCES interviewer (code)
);
CREATE INDEX ix_assignment_interviewer ON assignment (interviewer);
CREATE TABLE drawn (
    draw TEXT COLLATE "C" NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    list TEXT COLLATE "C" NOT NULL,
    stratum INTEGER NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_drawn PRIMARY KEY (draw, member),
    CONSTRAINT fk_drawn_member FOREIGN KEY(member) REFERENCES sample_member (id)
);
CREATE INDEX ix_drawn_member ON drawn (member);
CREATE TABLE erased (
    member TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_erased PRIMARY KEY (member),
    CONSTRAINT fk_erased_member FOREIGN KEY(member) REFERENCES sample_member (id)
);
CREATE TABLE print_run (
    id TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    "group" TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    wave TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    published BIGINT,
    CONSTRAINT pk_print_run PRIMARY KEY (id),
    CONSTRAINT fk_print_run_form FOREIGN KEY(form) REFERENCES form (sha256)
);
CREATE TABLE replacement (
    member TEXT COLLATE "C" NOT NULL,
    by TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_replacement PRIMARY KEY (member),
    CONSTRAINT uq_replacement_by UNIQUE (by),
    CONSTRAINT fk_replacement_member FOREIGN KEY(member) REFERENCES sample_member (id),
    CONSTRAINT fk_replacement_by FOREIGN KEY(by) REFERENCES sample_member (id)
);
CREATE TABLE ballot (
    serial TEXT COLLATE "C" NOT NULL,
    run TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    settled_unit TEXT COLLATE "C",
    channel TEXT COLLATE "C",
    batch TEXT COLLATE "C",
    position INTEGER,
    reason TEXT COLLATE "C",
    photocopy BOOLEAN NOT NULL,
    received BIGINT,
    judged BIGINT,
    received_on TEXT COLLATE "C",
    CONSTRAINT pk_ballot PRIMARY KEY (serial),
    CONSTRAINT fk_ballot_run FOREIGN KEY(run) REFERENCES print_run (id),
    CONSTRAINT fk_ballot_batch FOREIGN KEY(batch) REFERENCES batch (code)
);
CREATE INDEX ix_ballot_batch_state_position ON ballot (batch, state, position);
CREATE INDEX ix_ballot_state_run_reason ON ballot (state, run, reason);
CREATE TABLE online_run (
    run TEXT COLLATE "C" NOT NULL,
    import TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_online_run PRIMARY KEY (run),
    CONSTRAINT fk_online_run_import FOREIGN KEY(import) REFERENCES online_import (id),
    CONSTRAINT fk_online_run_run FOREIGN KEY(run) REFERENCES print_run (id)
);
CREATE TABLE package_run (
    run TEXT COLLATE "C" NOT NULL,
    package TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_package_run PRIMARY KEY (run),
    CONSTRAINT fk_package_run_run FOREIGN KEY(run) REFERENCES print_run (id),
    CONSTRAINT fk_package_run_package FOREIGN KEY(package) REFERENCES package (sha256)
);
CREATE TABLE print_order (
    run TEXT COLLATE "C" NOT NULL,
    sorted_by TEXT COLLATE "C" NOT NULL,
    spares INTEGER NOT NULL,
    style TEXT COLLATE "C",
    labels TEXT COLLATE "C",
    CONSTRAINT pk_print_order PRIMARY KEY (run),
    CONSTRAINT fk_print_order_run FOREIGN KEY(run) REFERENCES print_run (id)
);
CREATE TABLE print_style (
    run TEXT COLLATE "C" NOT NULL,
    style TEXT COLLATE "C" NOT NULL,
    boxes TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_print_style PRIMARY KEY (run),
    CONSTRAINT fk_print_style_run FOREIGN KEY(run) REFERENCES print_run (id)
);
CREATE TABLE settled_count (
    run TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_settled_count PRIMARY KEY (run, question, value),
    CONSTRAINT fk_settled_count_run FOREIGN KEY(run) REFERENCES print_run (id)
);
CREATE TABLE unreleased (
    run TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_unreleased PRIMARY KEY (run),
    CONSTRAINT fk_unreleased_run FOREIGN KEY(run) REFERENCES print_run (id)
);
CREATE TABLE adjudication (
    fact BIGINT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    a BIGINT NOT NULL,
    b BIGINT NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    personal TEXT COLLATE "C",
    operator TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    superseded BIGINT,
    CONSTRAINT pk_adjudication PRIMARY KEY (fact),
    CONSTRAINT fk_adjudication_personal FOREIGN KEY(personal) REFERENCES personal (id),
    CONSTRAINT fk_adjudication_reason FOREIGN KEY(reason) REFERENCES personal (id),
    CONSTRAINT fk_adjudication_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_adjudication_serial ON adjudication (serial);
CREATE TABLE away (
    serial TEXT COLLATE "C" NOT NULL,
    pass INTEGER NOT NULL,
    handout TEXT COLLATE "C" NOT NULL,
    operator TEXT COLLATE "C",
    CONSTRAINT pk_away PRIMARY KEY (serial, pass),
    CONSTRAINT fk_away_handout FOREIGN KEY(handout) REFERENCES handout (id),
    CONSTRAINT fk_away_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE batch_stray (
    batch TEXT COLLATE "C" NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    extra BOOLEAN NOT NULL,
    CONSTRAINT pk_batch_stray PRIMARY KEY (batch, serial),
    CONSTRAINT fk_batch_stray_batch FOREIGN KEY(batch) REFERENCES batch (code),
    CONSTRAINT fk_batch_stray_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE claim (
    serial TEXT COLLATE "C" NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    session_no INTEGER NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (serial, pass),
    CONSTRAINT fk_claim_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_claim_session_no FOREIGN KEY(session_no) REFERENCES session (no)
);
CREATE TABLE field_step (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    interviewer TEXT COLLATE "C",
    day TEXT COLLATE "C" NOT NULL,
    before INTEGER,
    withdrawn BIGINT,
    stands BOOLEAN NOT NULL,
    CONSTRAINT pk_field_step PRIMARY KEY (serial, fact),
    CONSTRAINT fk_field_step_interviewer FOREIGN KEY(interviewer) REFERENCES interviewer (code),
    CONSTRAINT fk_field_step_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_field_step_interviewer_stands ON field_step (interviewer, stands);
CREATE TABLE handover_ballot (
    handover INTEGER NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    given BOOLEAN NOT NULL,
    taken BOOLEAN NOT NULL,
    reason TEXT COLLATE "C",
    CONSTRAINT pk_handover_ballot PRIMARY KEY (handover, serial),
    CONSTRAINT fk_handover_ballot_reason FOREIGN KEY(reason) REFERENCES personal (id),
    CONSTRAINT fk_handover_ballot_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_handover_ballot_handover FOREIGN KEY(handover) REFERENCES handover (number)
);
CREATE INDEX ix_handover_ballot_serial ON handover_ballot (serial);
CREATE TABLE judged_ballot (
    serial TEXT COLLATE "C" NOT NULL,
    first TEXT COLLATE "C" NOT NULL,
    first_fields INTEGER NOT NULL,
    first_errors INTEGER NOT NULL,
    second TEXT COLLATE "C" NOT NULL,
    second_fields INTEGER NOT NULL,
    second_errors INTEGER NOT NULL,
    CONSTRAINT pk_judged_ballot PRIMARY KEY (serial),
    CONSTRAINT fk_judged_ballot_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE keying (
    started BIGINT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    pass INTEGER NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    completed BIGINT,
    aside BIGINT,
    CONSTRAINT pk_keying PRIMARY KEY (started),
    CONSTRAINT fk_keying_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_keying_operator_completed ON keying (operator, completed);
CREATE INDEX ix_keying_serial_pass ON keying (serial, pass);
CREATE TABLE link (
    serial TEXT COLLATE "C" NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    commitment TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (serial),
    CONSTRAINT uq_link_member UNIQUE (member),
    CONSTRAINT fk_link_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_link_member FOREIGN KEY(member) REFERENCES sample_member (id)
);
CREATE TABLE mailing (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_mailing PRIMARY KEY (serial, fact),
    CONSTRAINT fk_mailing_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE online_answer (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    officer TEXT COLLATE "C",
    dossier TEXT COLLATE "C",
    key TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_online_answer PRIMARY KEY (serial),
    CONSTRAINT fk_online_answer_dossier FOREIGN KEY(dossier) REFERENCES personal (id),
    CONSTRAINT fk_online_answer_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_online_answer_officer ON online_answer (officer);
CREATE TABLE recheck (
    serial TEXT COLLATE "C" NOT NULL,
    number INTEGER NOT NULL,
    draw BIGINT NOT NULL,
    sent BIGINT,
    result TEXT COLLATE "C",
    reply TEXT COLLATE "C",
    answered BIGINT,
    CONSTRAINT pk_recheck PRIMARY KEY (serial),
    CONSTRAINT uq_recheck_number UNIQUE (number),
    CONSTRAINT fk_recheck_reply FOREIGN KEY(reply) REFERENCES personal (id),
    CONSTRAINT fk_recheck_draw FOREIGN KEY(draw) REFERENCES recheck_draw (fact),
    CONSTRAINT fk_recheck_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE rekeying (
    fact BIGINT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    questions TEXT COLLATE "C" NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    ended BIGINT,
    CONSTRAINT pk_rekeying PRIMARY KEY (fact),
    CONSTRAINT fk_rekeying_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_rekeying_serial ON rekeying (serial);
CREATE TABLE reminder (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_reminder PRIMARY KEY (serial, fact),
    CONSTRAINT fk_reminder_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE rival_receipt (
    judged BIGINT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C",
    batch TEXT COLLATE "C",
    position INTEGER,
    reason TEXT COLLATE "C",
    photocopy BOOLEAN NOT NULL,
    received BIGINT NOT NULL,
    received_on TEXT COLLATE "C",
    CONSTRAINT pk_rival_receipt PRIMARY KEY (judged),
    CONSTRAINT fk_rival_receipt_serial FOREIGN KEY(serial) REFERENCES ballot (serial),
    CONSTRAINT fk_rival_receipt_batch FOREIGN KEY(batch) REFERENCES batch (code)
);
CREATE INDEX ix_rival_receipt_serial ON rival_receipt (serial);
CREATE TABLE second_demanded (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    CONSTRAINT pk_second_demanded PRIMARY KEY (serial),
    CONSTRAINT fk_second_demanded_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE settled (
    serial TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    personal TEXT COLLATE "C",
    CONSTRAINT pk_settled PRIMARY KEY (serial, question),
    CONSTRAINT fk_settled_personal FOREIGN KEY(personal) REFERENCES personal (id),
    CONSTRAINT fk_settled_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE INDEX ix_settled_personal ON settled (personal) WHERE personal IS NOT NULL;
CREATE TABLE settling (
    serial TEXT COLLATE "C" NOT NULL,
    fact BIGINT NOT NULL,
    discrepancies INTEGER NOT NULL,
    CONSTRAINT pk_settling PRIMARY KEY (serial),
    CONSTRAINT fk_settling_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE settling_by_third (
    serial TEXT COLLATE "C" NOT NULL,
    fields INTEGER NOT NULL,
    CONSTRAINT pk_settling_by_third PRIMARY KEY (serial),
    CONSTRAINT fk_settling_by_third_serial FOREIGN KEY(serial) REFERENCES ballot (serial)
);
CREATE TABLE answer (
    keying BIGINT NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    personal TEXT COLLATE "C",
    fact BIGINT NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (keying, question),
    CONSTRAINT fk_answer_keying FOREIGN KEY(keying) REFERENCES keying (started),
    CONSTRAINT fk_answer_personal FOREIGN KEY(personal) REFERENCES personal (id)
);
