"""Ask an answer, compare what comes back, decide."""
