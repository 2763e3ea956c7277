"""Everything that comes from or goes to another program: workbooks and packages."""
