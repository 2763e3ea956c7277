"""How fast the program is, each figure beside a peer measured in the same run."""
