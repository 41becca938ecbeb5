"""Runs unit tests of its own in the notebook, one of which fails."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
import unittest


class Gates(unittest.TestCase):
    def test_half(self):
        zero = np.zeros(1)
        self.assertAlmostEqual(forget_gate(zero, zero, np.eye(1), np.eye(1), zero)[0], 0.5)

    def test_wrong(self):
        self.assertEqual(1, 2)


unittest.main(argv=[""], exit=False)
