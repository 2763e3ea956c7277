"""The survey file: the only room that reads or writes it."""
