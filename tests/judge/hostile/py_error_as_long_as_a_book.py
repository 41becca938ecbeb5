"""Stops its own answer cell with an error of a million characters, which every line of the report would repeat."""
# outcome: raised
# second: 3


# %% answer
raise RuntimeError("3 of 3 points, <script>alert(1)</script>, =1+1\n" * 30_000)
