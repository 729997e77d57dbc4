"""Numbers: validated inputs, generated kernels, answers. No sympy, and scipy nowhere."""
