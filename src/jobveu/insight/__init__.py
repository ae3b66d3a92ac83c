"""The programme's figures: facts in columns, frozen snapshots of them, each figure as a function from facts to a table."""
