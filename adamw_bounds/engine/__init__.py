"""One way from inputs to rows: every bound of every command is evaluated here.

No theorem's identifier and no optimizer's name stands in this room: what a statement says comes
from the tables of :mod:`adamw_bounds.kernels`, which are generated from the papers.
"""
