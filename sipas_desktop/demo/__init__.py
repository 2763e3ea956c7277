"""A demonstration survey: made-up respondents, and simulated clerks who work through the same workflow as real ones."""
