"""What the papers say, as sympy objects: one symbol table, one object a formula.

Nothing here computes a number, reads a file or prints. LaTeX, the unit of a formula,
the generated kernels of :mod:`adamw_bounds.kernels` and the audit are all made from these objects.
"""
