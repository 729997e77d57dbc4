"""Text for LaTeX: what is escaped, what becomes a formula, what is written out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report.latex_text import escape, written_out


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("z = ηL/(β1c1)", r"$z = \eta L/(\beta_{1}c_{1}$)"),
        ("β2c∞²/δ and β1k", r"$\beta_{2}c_{\infty}^{2}/\delta$ and $\beta_{1k}$"),
        ("ς-sub-Gaussian", r"$\varsigma$-sub-Gaussian"),
        (
            "100% & $5 #1 a_1x {x} ~ ^ \\",
            r"100\% \& \$5 \#1 a\_1x \{$x$\} \textasciitilde{} "
            r"\textasciicircum{} \textbackslash{}",
        ),
        ("ε ≤ δ", r"$\epsilon \le \delta$"),
        ("c∞² and c_inf", r"$c_{\infty}^{2}$ and c\_inf"),
        ("‖x0‖₂", r"$\|x_{0}\|_{2}$"),
        ("4.7×10⁻¹⁰", r"4.7$\times 10^{-10}$"),
        ("λ‖x_k‖∞", r"$\lambda \|x_{k}\|_{\infty}$"),
        # What stands under a root keeps its index; a sum is no letter with one.
        ("√σ_i·√A_k", r"$\sqrt{\sigma_{i}}\cdot \sqrt{A_{k}}$"),
        ("√λ_{k+1}", r"$\sqrt{\lambda_{k+1}}$"),
        ("Σ1/x_i²", r"$\Sigma 1/x_{i}^{2}$"),
        ("x_ℓ2 > x_AdamW", r"$x_{\ell_{2}} > x_{\mathrm{AdamW}}$"),
        ("√(c∞²+δ)·√d", r"$\sqrt{c_{\infty}^{2}+\delta}\cdot \sqrt{d}$"),
        ("(c2/c1)^2.5", r"($c_{2}/c_{1})^{2.5}$"),
        ("λ_{k+1}/λ_k", r"$\lambda_{k+1}/\lambda_{k}$"),
        ("ε_machine", r"$\epsilon_{\mathrm{machine}}$"),
        ("ℓ2-Adam", r"$\ell_{2}$-Adam"),
        ("pass --eta 2.5e3", "pass -{}-eta 2.5e3"),
        ("Défossez – Ñ", r"D{\'e}fossez -- {\~N}"),
        ("漢", r"\texttt{U+6F22}"),
        ("x²^3", "$x^{2}{}^{3}$"),
        # A letter that stands alone is a variable, but not the words a, A, I, initials, sections.
        ("T for b·T", r"$T$ for $b\cdot T$"),
        ("A batch of b; a = 2ρb/η", r"A batch of $b$; $a = 2\rho b/\eta$"),
        ("Zhou, P., supplement G.2, p. 9", "Zhou, P., supplement G.2, p. 9"),
        ("the theorem's T.", "the theorem's $T$."),
        ("E‖∇F(x_k)‖² on d×d", r"$E\|\nabla F(x_{k})\|^{2}$ on $d\times d$"),
        ("z²(1−β1)² and λI", r"$z^{2}(1-\beta_{1})^{2}$ and $\lambda I$"),
        ("[a] 3*4 x*", "{[}a{]} 3{*}4 $x^{*}$"),
        ("√(", r"$\surd$("),
        ("√v̂ < m̂/n̂", r"$\sqrt{\hat{v}} < \hat{m} /\hat{n}$"),
        ("f̃ and √v̂₁, v̄_k", r"$\tilde{f}$ and $\sqrt{\hat{v}_{1}}$, $\bar{v}_{k}$"),
    ],
)
def test_escape(text: str, latex: str) -> None:
    assert escape(text) == latex


def strip_commands(latex: str) -> str:
    """Return LaTeX without what escaping may write; a raw special remains."""
    text = re.sub(r"\$[^$]*\$", "", latex.replace(r"\$", ""))
    text = re.sub(r"\{\\(?:[`'^~=.\"]|[uHrvck] )(?:\\[ij]|[A-Za-z])\}", "", text)
    text = re.sub(r"\\text(backslash|asciitilde|asciicircum|asciigrave)\{\}", "", text)
    text = re.sub(r"\\texttt\{U\+[0-9A-F]+\}|\{\[\}|\{\]\}|\{\*\}|-\{\}", "", text)
    text = re.sub(r"\{\\(ss|o|O|ae|AE|oe|l|L|i)\}|\\dots\{\}|\\S\{\}|\\,", "", text)
    return re.sub(r"\\[&%#_{}]", "", text)


@given(st.text() | st.text("abλδε∞√()‖₂²×^_{}\\$&%#~[]*-' 12.<|"))
def test_escape_leaves_no_raw_special(text: str) -> None:
    latex = escape(text.replace("\u00a0", " "))  # which becomes a tie, and is meant to
    assert latex.isascii()
    assert "\n" not in latex
    outside = strip_commands(latex)
    assert not re.search(r"[&%$#_{}~^\\]", outside), (latex, outside)


@given(st.text("abλδε∞√()‖₂²×^_{}\\$&%#~[]*-' 12.<|"))
def test_formulas_are_balanced(text: str) -> None:
    latex = re.sub(r"\\[\\$&%#_{}]", "", escape(text))
    assert latex.count("$") % 2 == 0
    depth = 0
    for char in latex:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    ("identifier", "phrase"),
    [
        ("l2-adam", "ℓ₂-Adam"),
        ("explicit-large-step", "explicit large step"),
        ("printed, explicit-large-step", "printed, explicit large step"),
        ("eta-coupling", "η coupling"),
        ("gradient-complexity", "gradient complexity 𝑏𝑇"),
        ("A strange Name", "A strange Name"),
    ],
)
def test_written_out(identifier: str, phrase: str) -> None:
    assert written_out(identifier) == phrase
