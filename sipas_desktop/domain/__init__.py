"""Pure rules of the survey: forms, ballots, comparison, index. Standard library only."""
