"""Parses a command line that nobody gave, as a script would, under its main guard."""

# %% answer
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--scale", type=float, default=1.0)
args, unknown = parser.parse_known_args()

if __name__ == "__main__":

    def forget_gate(x, h, W_f, U_f, b_f):
        return sigmoid(args.scale * (W_f @ x + U_f @ h + b_f))
