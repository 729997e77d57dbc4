"""Numeric kernels, generated from the formulas of adamw_bounds.theory: do not edit.

Regenerate with ``python -m adamw_bounds.theory.codegen``. Every function takes a backend ``m``
(adamw_bounds.kernels.mathematics) and plain inputs, and returns natural logarithms: the whole, then
its parts. Functions over single singular values return plain numbers.
"""
# ruff: noqa: D103, E501
# fmt: off

from __future__ import annotations

from typing import Any

from adamw_bounds.kernels.types import (
    Citation,
    Kernel,
    PaperKernels,
    StatementInfo,
)


def mcallester1999_pac_bayes_pac_bayes_classic_corrected(m: Any, *, kl: Any, samples: Any, tau: Any) -> Any:
    t1 = m.sqrt(samples)
    t2 = 2 * t1
    t3 = t2 / tau
    t4 = m.log(t3)
    t5 = kl + t4
    t6 = m.sqrt(t5)
    t7 = m.sqrt(2) * t6
    t8 = t7 / t2
    return t8, ()


def langford2001_pac_bayes_kl_pac_bayes_kl_radius_corrected(m: Any, *, kl: Any, samples: Any, tau: Any) -> Any:
    t1 = m.sqrt(samples)
    t2 = 2 * t1
    t3 = t2 / tau
    t4 = m.log(t3)
    t5 = kl + t4
    t6 = t5 / samples
    return t6, ()


PAPER = PaperKernels(
    key='pac_bayes',
    kernels={
        ('mcallester1999-pac-bayes', 'pac-bayes-classic', None, None, None, 'corrected'): Kernel(mcallester1999_pac_bayes_pac_bayes_classic_corrected, ('kl', 'samples', 'tau'), (), "the gap by Pinsker's inequality, from the bound on kl", False, None, (), (), 'mcallester1999-pac-bayes', 'mcallester1999-pac-bayes', 'pac-bayes-classic', None, None, None, 'corrected', linear=True),
        ('langford2001-pac-bayes-kl', 'pac-bayes-kl-radius', None, None, None, 'corrected'): Kernel(langford2001_pac_bayes_kl_pac_bayes_kl_radius_corrected, ('kl', 'samples', 'tau'), (), 'kl(p‖q) = p ln(p/q) + (1−p) ln((1−p)/(1−q)); the bound on L is the largest q', False, None, (), (), 'langford2001-pac-bayes-kl', 'langford2001-pac-bayes-kl', 'pac-bayes-kl-radius', None, None, None, 'corrected', linear=True),
    },
    symbols={
    },
    statements={
        'mcallester1999-pac-bayes': StatementInfo("PAC-Bayes bound of McAllester, with Maurer's constant", 'McAllester 1999, Theorem 1, with ln(2√n/τ) of Maurer 2004, Theorem 5; arXiv:cs/0411099', (), ('At least 4√2 times smaller than the Φ of Zhou et al. for the same KL.',), ('adamw', 'adam', 'l2-adam'), 'mcallester1999-pac-bayes', 'pac_bayes', hypotheses='The prior is fixed before the data are seen; the posterior may be any distribution. The loss lies in [0, 1]; the samples are independent and of one distribution. With probability at least 1 − τ over n training samples, for every posterior at once.'),
        'langford2001-pac-bayes-kl': StatementInfo("PAC-Bayes-kl bound of Langford and Seeger, with Maurer's constant", 'Langford and Seeger 2001, with ln(2√n/τ) of Maurer 2004, Theorem 5; arXiv:cs/0411099', (), ('Inverted numerically, it is never above 1, and never above the classic bound.',), ('adamw', 'adam', 'l2-adam'), 'langford2001-pac-bayes-kl', 'pac_bayes', hypotheses='The prior is fixed before the data are seen; the posterior may be any distribution. The loss lies in [0, 1]; the samples are independent and of one distribution. With probability at least 1 − τ over n training samples, for every posterior at once.'),
    },
    claims={
    },
    citation=Citation(('McAllester, David A.', 'Langford, John', 'Seeger, Matthias', 'Maurer, Andreas'), 'PAC-Bayesian Model Averaging; Bounds for Averaging Classifiers; A Note on the PAC-Bayesian Theorem', 'COLT 1999; CMU-CS-01-102, 2001, and JMLR 3, 2002; arXiv, 2004', 2004, '', 'cs/0411099', '@inproceedings{mcallester1999,\n  author = {McAllester, David A.},\n  title = {{PAC}-{Bayesian} Model Averaging},\n  booktitle = {Conference on Computational Learning Theory},\n  year = {1999},\n}\n@techreport{langford2001,\n  author = {Langford, John and Seeger, Matthias},\n  title = {Bounds for Averaging Classifiers},\n  institution = {Carnegie Mellon University},\n  number = {CMU-CS-01-102},\n  year = {2001},\n}\n@article{seeger2002,\n  author = {Seeger, Matthias},\n  title = {{PAC}-{Bayesian} Generalisation Error Bounds for {Gaussian} Process Classification},\n  journal = {Journal of Machine Learning Research},\n  volume = {3},\n  year = {2002},\n}\n@misc{maurer2004,\n  author = {Maurer, Andreas},\n  title = {A Note on the {PAC}-{Bayesian} Theorem},\n  year = {2004},\n  eprint = {cs/0411099},\n  archiveprefix = {arXiv},\n}\n'),
)
