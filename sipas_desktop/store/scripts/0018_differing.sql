-- The ballots that wait for the adjudicator, in the order in which they are decided.

CREATE INDEX ix_ballot_state_batch_position_serial ON ballot (state, batch, position, serial) WHERE state = 'differing';
