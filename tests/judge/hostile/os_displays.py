"""Shows three hundred thousand things, each in an output of its own, and updates the last one with a hundred megabytes."""
# outcome: wrong
# second: 3

# %% own
import sys

from IPython.display import display

publish = get_ipython().display_pub.publish
for number in range(100_000):
    publish({"text/plain": "hostile"}, transient={"display_id": "hostile"})
    sys.stdout.write("a")
    sys.stderr.write("b")

# %% own
shown = display("hostile", display_id=True)
shown.update({"text/plain": "hostile" * 10**7}, raw=True)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    for number in range(2_000):
        display(number)
    return np.zeros(len(h))
