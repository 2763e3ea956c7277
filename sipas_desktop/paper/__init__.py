"""Everything that is printed: ballots and the report."""
