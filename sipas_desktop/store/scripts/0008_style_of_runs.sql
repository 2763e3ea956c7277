-- How a run was printed and where the boxes of its ballots stand; runs from before have neither.

CREATE TABLE print_style (
    run TEXT NOT NULL,
    style TEXT NOT NULL,
    boxes TEXT NOT NULL,
    CONSTRAINT pk_print_style PRIMARY KEY (run),
    CONSTRAINT fk_print_style_run FOREIGN KEY(run) REFERENCES print_run (id)
);
