"""What can be asked: a declaration for each question, answered by :mod:`adamw_bounds.engine`."""
