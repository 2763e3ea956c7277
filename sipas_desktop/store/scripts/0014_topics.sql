-- An office's own topics of open answers, and which an answer has. What is written is found by its words' own number.

CREATE TABLE topic_list (
    question TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_topic_list PRIMARY KEY (question)
);

CREATE TABLE topic (
    question TEXT NOT NULL,
    code TEXT NOT NULL,
    place INTEGER NOT NULL,
    title TEXT NOT NULL,
    CONSTRAINT pk_topic PRIMARY KEY (question, code),
    CONSTRAINT fk_topic_question FOREIGN KEY(question) REFERENCES topic_list (question)
) WITHOUT ROWID;

CREATE TABLE sorted_comment (
    comment TEXT NOT NULL,
    question TEXT NOT NULL,
    topics TEXT NOT NULL,
    fact INTEGER NOT NULL,
    CONSTRAINT pk_sorted_comment PRIMARY KEY (comment),
    CONSTRAINT fk_sorted_comment_comment FOREIGN KEY(comment) REFERENCES personal (id)
);

CREATE INDEX ix_settled_personal ON settled (personal) WHERE personal IS NOT NULL;
