"""The colours of the course: one a quantity, the same in figures, tables and equations.

Every colour has a contrast of at least 3 to a white page and to the dark page of JupyterLab, and the seven differ for
people who do not see red or green as others do. A weight has the colour of what it multiplies, whatever its letter:
U meets the input in the plain RNN and the hidden state in the LSTM of this course.
"""

X = "#348ca0"
H = "#5891e9"
C = "#b08114"
F = "#b74018"
I = "#46a474"  # noqa: E741 - the letter of the input gate
C_TILDE = "#92486c"
O = "#684dd9"  # noqa: E741 - the letter of the output gate

COLOURS = {"x": X, "h": H, "c": C, "f": F, "i": I, "c_tilde": C_TILDE, "o": O}
"""The colour of each quantity, by the name that it has in code."""

INPUT_WEIGHTS = X
RECURRENT_WEIGHTS = H
OUTPUT_WEIGHTS = "#a0623a"
