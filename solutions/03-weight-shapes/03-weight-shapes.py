# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 The shapes of U, W and V
#
# **A network runs without a single error, and gives the same number whatever it reads. How much of that can you find out by looking at nothing but the shapes of its matrices?**
#
# After this lesson you can give the shape of every weight of an RNN, for any sizes and in anybody's layout; find a fault by reading shapes; and say what can still be wrong when all shapes fit. Allow 90 minutes, or 60 without what is marked **extra practice**: nothing later in the lesson builds on that.

# %%
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import IntSlider, interact

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## One network, many names
#
# The RNN of the last two lessons, with its output:
#
# $${\color{#5891e9}{h_t}} = \tanh({\color{#348ca0}{U}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{W}}\,{\color{#5891e9}{h_{t-1}}} + b)\tag{1}$$
#
# $$y_t = {\color{#a0623a}{V}}\,{\color{#5891e9}{h_t}} + c\tag{2}$$
#
# Five arrays. Everybody has them, under other names, and some have them turned. In the shapes D counts the inputs, H the units, O the outputs, T the steps, and N the sequences that are read side by side. The question marks will be yours. The leading 1 of ONNX counts directions: here only forwards.
#
# | who | meets `x` | meets the old `h` | biases | meets the new `h` | units are |
# |---|---|---|---|---|---|
# | this course, the *Deep Learning* book | `U` (H, D) | `W` (H, H) | `b` (H,) | `V` (O, H), `c` (O,) | rows |
# | Karpathy's model | `Wxh` (H, D) | `Whh` (H, H) | `bh` **?** a column | `Why` (O, H), `by` (O, 1) | rows |
# | PyTorch `nn.RNN` | `weight_ih` **?** | `weight_hh` (H, H) | `bias_ih`, `bias_hh`, (H,) each, both added | `nn.Linear` (O, H), (O,) | rows |
# | ONNX `RNN` | `W` (1, H, D) | `R` (1, H, H) | `B` **?** two, end to end | – | rows |
# | CS231n | `Wx` (D, H) | `Wh` (H, H) | `b` (H,) | `W_vocab` (H, O), `b_vocab` (O,) | columns |
# | Keras `SimpleRNN` | `kernel` **?** | `recurrent_kernel` (H, H) | `bias` (H,) | `Dense` (H, O), (O,) | columns |
# | flax `SimpleCell` | `i` (D, H) | `h` (H, H) | one bias, kept with `i`: (H,) | `Dense` (H, O), (O,) | columns |
#
# PyTorch, Keras and flax are frameworks, ONNX is a format for storing networks, CS231n a course, Karpathy's model a small program that many read. The book writes $o_t$ for $y_t$.
#
# "Rows" means: each unit has a row of the matrix that meets `x`, and a row of the one that meets `h`.
#
# So ask what a matrix **meets**, not what it is called.

# %%
figures.rnn_blocks(D=2, H=3, O=1)

# %% [markdown]
# Two details of the table. The names of PyTorch end in `_l0`, for layer 0. And PyTorch and ONNX take sequences as (T, N, D); Keras, CS231n and flax as (N, T, D).
#
# ## By hand
#
# Three units, two inputs. **Predict:** what is `U @ x`? What is `W @ h`? Can `W` meet `x`, or `U` meet `h`?

# %%
x, h = np.array([3, -1]), np.array([1, 2, 3])
U = np.array([[1, 0], [0, 2], [1, 1]])
W = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
b = np.array([0, 1, 0])

print("U @ x =", U @ x, "   W @ h =", W @ h)
print("the sum, before tanh:", U @ x + W @ h + b)
for name, matrix, vector in (("W @ x", W, x), ("U @ h", U, h)):
    try:
        matrix @ vector
    except ValueError as error:
        print(name + ": error, size", str(error).partition("size ")[2].rstrip(")"))

# %% [markdown]
# The last axis of a matrix is as long as what it meets. The first axis is as long as what comes out.
#
# **Your turn.** Write a function that gives the shapes of all five arrays for any sizes: a dict with the keys `"U"`, `"W"`, `"V"`, `"b"` and `"c"`, each with a tuple. A bias has one axis, and its shape needs a comma: `(H,)`.


# %% nbgrader={"grade": false, "grade_id": "rnn-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_shapes(D, H, O):
    """The shapes of an RNN with D inputs, H units and O outputs.

    Returns a dict: {"U": (..., ...), "W": ..., "V": ..., "b": ..., "c": ...}
    """
    ### BEGIN SOLUTION
    return {"U": (H, D), "W": (H, H), "V": (O, H), "b": (H,), "c": (O,)}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rnn-shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("rnn-shapes", rnn_shapes)

# %% [markdown]
# Now sizes of your own. Think of something you would like to read step by step: how many numbers has a step? Move the sliders. **Before each move:** which blocks will change?

# %% tags=["nbval-ignore-output"]
sizes = {"D": IntSlider(5, 1, 40), "H": IntSlider(4, 1, 40), "O": IntSlider(2, 1, 40)}
sliders = interact(figures.rnn_blocks, **sizes)

# %% [markdown]
# Of the five arrays, H is in all but `c`; D only in `U`; O only in `V` and `c`. No block has a side of T steps or of N sequences. Keep that in mind.

# %% [markdown]
# ## Rows or columns
#
# The same numbers in four layouts. What belongs to one unit is marked.

# %%
figures.layouts(D=2, H=4)

# %% [markdown]
# In Keras the units are columns: every matrix is turned. `U` shows it by its shape. `W` is square and does not.
#
# A glance ahead: an LSTM does four such sums at each step, each with its own `U`, `W` and `b`. The letters f, i, c and o name the four; they come in lesson 06. Most programs keep four blocks in one array, with four times as many units.
#
# | who | meets `x` | meets `h` | the four blocks | their order |
# |---|---|---|---|---|
# | this course | `W_f`, `W_i`, … (H, D) | `U_f`, `U_i`, … (H, H) | four arrays | by name |
# | Olah's drawings | `W_f`, … (H, H + D), on `[h, x]` | in it | four arrays | by name |
# | CS231n | `Wx` (D, 4H) | `Wh` (H, 4H) | side by side | i, f, o, g |
# | Keras | `kernel` **?** | `recurrent_kernel` (H, 4H) | side by side | i, f, c, o |
# | PyTorch | `weight_ih` (4H, D) | `weight_hh` **?** | one below the other | i, f, g, o |
# | ONNX | `W` (1, 4H, D) | `R` (1, 4H, H) | one below the other | i, o, f, c |
# | flax | `ii`, `if`, … (D, H) | `hi`, `hf`, … (H, H) | four arrays | by name |
#
# In the LSTM, `W` meets `x` and `U` meets `h`: the letters change places. And g is another name for the block c.
#
# **Your turn.** Fill in the six question marks of both tables: a dict with a shape for each name. Return the one that is asked for, as in `rows[name]`.


# %% nbgrader={"grade": false, "grade_id": "rosetta-rows", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rosetta_row(name, D, H):
    """The shape of one array, a tuple, for D inputs and H units.

    name is "Karpathy bh", "PyTorch weight_ih", "ONNX B", "Keras kernel", "Keras LSTM kernel"
    or "PyTorch LSTM weight_hh".
    """
    ### BEGIN SOLUTION
    rows = {"Karpathy bh": (H, 1), "PyTorch weight_ih": (H, D), "ONNX B": (1, 2 * H)}
    rows |= {"Keras kernel": (D, H), "Keras LSTM kernel": (D, 4 * H)}
    rows |= {"PyTorch LSTM weight_hh": (4 * H, H)}
    return rows[name]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rosetta-rows", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("rosetta-rows", rosetta_row)

# %% [markdown]
# Your rows for sizes of your own. Change the two numbers and run the cell again.

# %%
inputs, units = 6, 10

names = ["Karpathy bh", "PyTorch weight_ih", "ONNX B"]
names += ["Keras kernel", "Keras LSTM kernel", "PyTorch LSTM weight_hh"]
if rosetta_row(names[0], D=inputs, H=units) is ...:
    print("Your table appears here once rosetta_row is written.")
else:
    for name in names:
        print(f"{name:24}", rosetta_row(name, D=inputs, H=units))

# %% [markdown]
# ## A sine to read
#
# The rest of this lesson is a story that happened. Somebody wanted an RNN to read 50 values of a sine and say the next. First the data, as in that story: **windows** of the sine, each with the value that comes after it.

# %%
wave = np.sin(0.2 * np.arange(200))

plt.figure(figsize=(8, 2.2))
plt.plot(wave, color="0.75")
plt.plot(range(50), wave[:50], ".", color="#348ca0", label="window 0: what is read")
plt.plot(50, wave[50], "o", color="#b74018", label="its target: what comes next")
plt.xlabel("step of the series")
plt.ylabel("value")
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# Window 1 begins one step later, at step 1, and its target is at step 51. And so on, to the last window that has a target.
#
# | name | what it is | shape |
# |---|---|---|
# | `series` | all values, in order | `(length,)` |
# | `X` | the windows, one after the other | `(N, T, 1)` |
# | `Y` | the value after each window | `(N, 1)` |
#
# One number a step is D = 1, and that axis is written too.
#
# **Predict:** how many windows of 50 have a target, out of 200 values? Then, as **extra practice**, write the function.


# %% nbgrader={"grade": false, "grade_id": "sine-windows", "locked": false, "schema_version": 3, "solution": true, "task": false}
def windows(series, T):
    """All windows of T values that have a next value: series (length,) -> X (N, T, 1), Y (N, 1)."""
    ### BEGIN SOLUTION
    N = len(series) - T
    X = np.stack([series[n : n + T] for n in range(N)])[:, :, None]
    Y = series[T:, None]
    return X, Y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-sine-windows", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("sine-windows", windows)

# %% [markdown]
# The lesson goes on with its own windows, made with a NumPy tool. Of the 150, the first 100 are for learning. The other 50 are held out: with them we shall see how good a network is.

# %%
cuts = np.lib.stride_tricks.sliding_window_view(wave, 51)
X, Y = cuts[:, :50, None], cuts[:, 50:]  # None adds an axis of 1
print("all windows: ", X.shape, Y.shape)
print("for learning:", X[:100].shape, Y[:100].shape)

# %% [markdown]
# ## A question in a forum
#
# On a page that many learners read, in Chinese, a newcomer asked about this network of 100 units. All its weights are drawn between 0 and 1, and there are no biases. It squashes not by tanh but by σ (say *sigmoid*), the other curve of lesson 01's picture, which goes from 0 to 1. Here is the loop in the letters of the course. **Read it as a detective would:** is there a shape that should not be?


# %%
def page_states(x, U, W):
    """The hidden states of the newcomer's loop: x (T, 1) -> (T, H, 1)."""
    h, states = np.zeros((len(W), 1)), []
    for t in range(len(x)):
        spot = np.zeros(x.shape)  # as long as the sequence, all zeros,
        spot[t] = x[t]  # but for place t
        h = sigmoid(U @ spot + W @ h)
        states.append(h)
    return np.array(states)


rng = np.random.default_rng(1)
U_page, W_page, V_page = (rng.uniform(0, 1, shape) for shape in ((100, 50), (100, 100), (1, 100)))
print("after 50 steps, h has shape", page_states(X[0], U_page, W_page)[-1].shape)

# %% [markdown]
# It runs. The newcomer asked:
#
# - I have read that U, V and W stay the same over the whole sequence. But here they seem to be different at each step. Why?
# - And why is W a two-dimensional matrix?
#
# The newcomer also spoke of "100 hidden layers". Somebody answered: you are mistaken, U does not change; and there is one hidden layer. There the page ends.
#
# **Before you go on:** who is right? Write your guess down. Four acts follow. In each you find out one thing, and three of them can be read off the shapes.

# %% [markdown]
# ## Act one: is U the same at every step?
#
# Small numbers: two units, three steps, `x = [10, 20, 30]`. Steps are counted from 0 here, as Python does. At step 1 the loop makes `spot`, written flat: `[0, 20, 0]`.
#
# **Predict** `U @ spot`. Which numbers of `U` take part?

# %%
U = np.array([[1, 2, 3], [4, 5, 6]])
for spot in ([10, 0, 0], [0, 20, 0], [0, 0, 30]):
    print(f"U @ {spot!s:11} =", U @ spot)

# %%
figures.one_column(T=3, t=1, H=2)

# %% [markdown]
# Only column 1 takes part: 20 times `[2, 5]`. Now in the size of the page. Move through the 50 steps.


# %% tags=["nbval-ignore-output"]
def draw_column(t):
    return figures.one_column(T=50, t=t, H=100)


slider = interact(draw_column, t=IntSlider(value=7, min=0, max=49))

# %% [markdown]
# **Your turn.** What `U` adds at step `t` can be had without any zeros (building `spot` is allowed, too). Write it: from `U` (H, T), the sequence `x` (T, 1) and the step `t`, a vector of shape (H,).


# %% nbgrader={"grade": false, "grade_id": "newcomer-column", "locked": false, "schema_version": 3, "solution": true, "task": false}
def newcomer_input(U, x, t):
    """What the newcomer's U @ spot comes to at step t: U (H, T), x (T, 1) -> (H,)."""
    ### BEGIN SOLUTION
    return U[:, t] * x[t]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-newcomer-column", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("newcomer-column", newcomer_input)

# %% [markdown]
# So who is right? The array `U` does not change: that is what the answer saw. But each step meets **another column** of it: that is what the newcomer saw, and that was the question.
#
# Sharing means that `x[3]` and `x[4]` meet the same numbers. Here they never do. The newcomer was right.
#
# **Predict:** the same bump of 1, once at step 5 and once at step 30. Is what `U` adds the same? And how many numbers does this `U` hold, against a shared one?

# %%
for t in (5, 30):
    bump = np.zeros((50, 1))
    bump[t] = 1
    print(f"bump at step {t:2}: U adds", (U_page @ bump)[:4, 0].round(2), "…")
print("numbers in U:", U_page.size, "here,", 100 * 1, "in a shared one")

# %% [markdown]
# What the network learns of a bump at step 5 it does not know of a bump at step 30.

# %% [markdown]
# ## Act two: a 51st value
#
# `U` has shape (100, 50). **Predict:** what happens with a sequence of 51 values? And with 49?

# %%
for T in (49, 50, 51):
    try:
        states = page_states(wave[:T, None], U_page, W_page)
        print(T, "values: read, h has shape", states[-1].shape)
    except ValueError as error:
        print(T, "values: error, size", str(error).partition("size ")[2].rstrip(")"))

# %% [markdown]
# It reads 50 and nothing else: `spot` is as long as the sequence, and must be as long as a row of `U`.
#
# **Your turn.** Write down the rule: which sequences can the newcomer's loop read?


# %% nbgrader={"grade": false, "grade_id": "newcomer-length", "locked": false, "schema_version": 3, "solution": true, "task": false}
def can_read(U, x):
    """Whether the newcomer's loop can read x (T, 1) through U: True or False."""
    ### BEGIN SOLUTION
    return U.shape[1] == len(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-newcomer-length", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("newcomer-length", can_read)

# %% [markdown]
# One could add a column for each further step. Each has 100 numbers that have never learned anything.
#
# Here is the clue for detectives: **the shape of a weight never holds T.** Look at the tables again. Where a weight is as long as the sequence, nothing is shared over time.

# %% [markdown]
# ## The mend
#
# Make `U` of shape (H, D), which is (100, 1) for the sine, and let it meet `x[t]` itself. The zeros go.
#
# Change nothing else: σ, no biases, `h` from zeros. Let `h` be a vector (H,). Return the output after the **last** step only, `V @ h`.


# %% nbgrader={"grade": false, "grade_id": "mended-loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mended(x, U, W, V):
    """The output after the last step: x (T, D), U (H, D), W (H, H), V (O, H) -> (O,)."""
    ### BEGIN SOLUTION
    h = np.zeros(len(W))
    for t in range(len(x)):
        h = sigmoid(U @ x[t] + W @ h)
    return V @ h
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-mended-loop", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("mended-loop", mended)

# %% [markdown]
# **Predict:** which of these lengths can the RNN of the course read, with one and the same `U` of 100 numbers?
#
# The course's `unroll` takes the step, the sequence, the starting states and the weights. It gives all states, and the last.

# %%
p = lstm_ref.rnn_weights(D=1, H=100, rng=rng)
for T in (1, 50, 51, 5000):
    long_wave = np.sin(0.2 * np.arange(T))[:, None]
    states, _ = lstm_ref.unroll(lstm_ref.rnn_step, long_wave, (np.zeros(100),), p)
    print(f"{T:4} values: U has shape {p['U'].shape}, the last h has shape {states[-1].shape}")

# %% [markdown]
# ## Act three: why is W a matrix?
#
# Are there 100 hidden layers? No, in this the answer was right: there is **one** layer, 100 units side by side. Each unit has one number in `h`, and may hear every number of the old `h`.
#
# Here three units stand in a ring: each hears one other. **Predict:** `h` starts as `[5, 0, 0]`. Where is the 5 after one step? After three? (Without tanh, to see it travel.)

# %%
figures.wires([[0, 0, 1], [1, 0, 0], [0, 1, 0]])

# %%
ring = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
h = np.array([5, 0, 0])
for step in range(1, 4):
    h = ring @ h
    print("after step", step, h)

# %% [markdown]
# **Extra practice.** Make `W` from a list of wires. A wire is a tuple `(source, target, weight)`: unit `target` hears unit `source`, times `weight`. Where there is no wire, the weight is 0. No two wires have the same source and target.


# %% nbgrader={"grade": false, "grade_id": "wire-w", "locked": false, "schema_version": 3, "solution": true, "task": false}
def wire(wires, H):
    """The recurrent weights of H units: a list of (source, target, weight) -> W (H, H)."""
    ### BEGIN SOLUTION
    W = np.zeros((H, H))
    for source, target, weight in wires:
        W[target, source] = weight
    return W
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-wire-w", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("wire-w", wire)

# %% [markdown]
# A network is not wired by hand. It begins with all wires, and learns how strong each should be. Four units, with the wires into unit 2 marked:

# %%
four = [[0.3, -0.8, 0.1, 0.6], [0.9, 0.2, -0.4, 0.7], [-0.5, 0.4, 0.8, -0.1], [0.2, 1.1, -0.6, 0.5]]
figures.wires(four, unit=2)

# %% [markdown]
# That is why `W` has two axes: one for who hears, one for who is heard. They are the same units, so it is square. A vector of 100 weights would only let each unit hear itself (entry by entry, `w * h`).
#
# Acts one to three could be read off the shapes. The last one cannot.

# %% [markdown]
# ## Act four: the same number
#
# Back to the newcomer's loop. With 50 values all its shapes fit. **Predict:** it reads a sine, then zeros, then noise. How different are the outputs?

# %%
noise = rng.standard_normal((50, 1))
for name, x in (("a sine", X[0]), ("a later sine", X[80]), ("zeros", 0 * X[0]), ("noise", noise)):
    h = page_states(x, U_page, W_page)[-1]
    print(f"{name:12} gives {(V_page @ h).item():.6f}")

# %% [markdown]
# Not one digit differs. Look at the units, step by step.

# %%
states = page_states(X[80], U_page, W_page)
for t in (0, 1, 2, 49):
    print(f"after step {t:2}: the units are between {states[t].min():.9f} and {states[t].max():.9f}")
second = W_page @ states[0]
print(f"what W adds at step 1: from {second.min():.0f} to {second.max():.0f}")

# %% [markdown]
# At step 1, the second step, each unit adds up 100 positive products. σ turns a sum like that into 1, to eight digits. From then on all units are at 1, and each hears 100 units at 1. They are **saturated**: nothing that comes in can move them.
#
# **Your turn.** Without any loop: what does such a network give, for any `V`?


# %% nbgrader={"grade": false, "grade_id": "same-number", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stuck_output(V):
    """The output V @ h when all units are at 1: V (O, H) -> (O,)."""
    ### BEGIN SOLUTION
    return V.sum(axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-same-number", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("same-number", stuck_output)

# %%
print(f"the sum of V: {V_page.sum():.6f}")
sums = W_page @ states[-1]  # what W adds once all units are at 1
print("a sum larger by 1 changes a unit by at most", (sigmoid(sums + 1) - sigmoid(sums)).max())

# %% [markdown]
# The number says nothing about the sine. It is the sum of `V`, about 50, because 100 numbers between 0 and 1 add up to about 50.
#
# Nor can learning help. To learn `U` or `W`, a small change of them must change the output. But no unit changes, as far as the computer can tell.
#
# **Predict:** take any vector and multiply it by `W_page` again and again. By what factor does it grow each time?

# %%
v = rng.standard_normal(100)
for _ in range(5):
    grown = W_page @ v
    print(f"{np.linalg.norm(grown) / np.linalg.norm(v):.2f}", end="   ")
    v = grown

# %% [markdown]
# The factor of one step, on average over many steps, has a name: the **spectral radius** of the matrix. Here it settles, at 50: the mean weight, 0.5, times 100 units. That drives every unit to its end at once. A factor of about 1, or less, leaves them room.

# %% [markdown]
# ## A better start
#
# Two things are wrong with weights from 0 to 1: none is negative, so nothing cancels; and there are many in each sum.
#
# **Your turn.** `R` (out, in) is drawn evenly between 0 and 1.
#
# 1. Stretch and move it, so that it goes from -1 to 1.
# 2. Divide by the square root of the length of a row: so many terms has each sum.
#
# Why the root? Terms of both signs mostly cancel: the sum of n of them grows like √n, not like n.


# %% nbgrader={"grade": false, "grade_id": "better-start", "locked": false, "schema_version": 3, "solution": true, "task": false}
def better_start(R):
    """Weights to start from, between -1/√in and 1/√in: R (out, in), from 0 to 1 -> (out, in)."""
    ### BEGIN SOLUTION
    return (2 * R - 1) / np.sqrt(R.shape[1])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-better-start", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("better-start", better_start)

# %% [markdown]
# The course's own draw of the same kind. For 100 units 1/√100 is 0.1. **Predict:** is the spectral radius above or below 1 now? (With these weights the factor of a single step goes up and down for ever. NumPy's `eigvals` finds the average without taking the steps.)

# %%
U_good, W_good = rng.uniform(-1, 1, (100, 1)), rng.uniform(-0.1, 0.1, (100, 100))
for name, W in (("W from 0 to 1:     ", W_page), ("W from -0.1 to 0.1:", W_good)):
    print(name, f"spectral radius {np.abs(np.linalg.eigvals(W)).max():.2f}")

# %% [markdown]
# Five units of the newcomer's network, and five of the course's RNN with the better start, while both read the same sine:

# %%
p = {"U": U_good, "W": W_good, "b": np.zeros(100)}
alive, _ = lstm_ref.unroll(lstm_ref.rnn_step, X[80], (np.zeros(100),), p)

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 2.4), sharey=True)
left.plot(states[:, :5, 0])
left.set(title="weights from 0 to 1, σ", xlabel="step", ylabel="h")
right.plot(alive[:, :5])
right.set(title="the better start, tanh", xlabel="step")
plt.show()

# %% [markdown]
# On the left five lines lie on top of each other, at 1 from the second step on. On the right the sine can be seen in every unit, each in its own way.

# %% [markdown]
# ## Train it
#
# Now the network can learn. Here only `V` and `c` are trained; `U` and `W` stay as they were drawn. For given `h` the best `V` and `c` can be computed at once, by **least squares**: the smallest sum of squared errors on the first 100 windows. Training `U` and `W` as well begins with lesson 04.
#
# Four networks get the same chance, and all four squash by σ: the newcomer's, one with only `U` mended, one with only the start mended, and one with both. (A `U` whose columns are all equal *is* a shared `U`.)


# %%
def last_h(U, W):
    h = np.zeros((len(X), 100))  # a row for each window
    for t in range(50):
        h = sigmoid(X[:, t] * U[:, t] + h @ W.T)  # column t of U meets x[t] alone
    return h


def mended_h(X):
    h = np.zeros((len(X), 100))
    for t in range(X.shape[1]):
        h = sigmoid(X[:, t] @ U_good.T + h @ W_good.T)
    return h


# %%
U_wide = rng.uniform(-1, 1, (100, 50)) / np.sqrt(50)
networks = {"the newcomer's": last_h(U_page, W_page)}
networks["only U mended"] = last_h(np.repeat(U_page[:, :1], 50, axis=1), W_page)
networks["only the start mended"] = last_h(U_wide, W_good)
networks["both mended"] = mended_h(X)

# %% [markdown]
# A network is worth something if it beats a **baseline**, a rule that needs no network. Ours is: tomorrow is like today, the next value equals the last one read.
#
# The error is the root of the mean squared error, on the 50 windows that were held out. **Predict** the order of the five.


# %%
def error(guess, truth):
    return np.sqrt(np.mean((guess - truth) ** 2))


def with_one(h):
    return np.column_stack([h, np.ones(len(h))])  # the column of ones meets c


V_c = {}
for name, h in networks.items():
    # rcond: what is 10,000 times fainter than the rest is left out
    V_c[name] = np.linalg.lstsq(with_one(h[:100]), Y[:100], rcond=1e-4)[0]
    print(f"{name:22} {error(with_one(h[100:]) @ V_c[name], Y[100:]):.4f}")
print(f"{'tomorrow is like today':22} {error(X[100:, -1], Y[100:]):.4f}")

# %% [markdown]
# The newcomer's network, and the one with only `U` mended, are worse than no network: all that their stuck units can give is a constant. The start was what kept them from learning.
#
# With the start mended, the error is nearly 0. That is less surprising than it looks: a clean sine follows exactly from its last two values. Real data has noise.
#
# And `U`? For windows of exactly 50, its shape did no harm. **Predict:** what did it cost? Below, the network with both mends reads windows of 80, and sines that it has never seen.

# %%
for speed, height, T in ((0.20, 1.0, 50), (0.20, 1.0, 80), (0.25, 1.0, 80), (0.20, 0.5, 80)):
    other = height * np.sin(speed * np.arange(1000, 1160))
    cuts = np.lib.stride_tricks.sliding_window_view(other, T + 1)
    X_new, Y_new = cuts[:, :T, None], cuts[:, T:]
    ours = error(with_one(mended_h(X_new)) @ V_c["both mended"], Y_new)
    baseline = error(X_new[:, -1], Y_new)
    print(f"speed {speed:.2f}, height {height}, {T} steps:", end=" ")
    print(f"error {ours:.4f}, baseline {baseline:.4f};", end=" ")
    print("unshared U:", "can read it" if U_wide.shape[1] == T else "cannot read it")

# %% [markdown]
# Mended in both ways, the network reads 80 values though it learned on 50. It beats the baseline on a lower sine too, and even on a faster one, there with a visible error. The unshared `U`, fifty times as large, can read none of the windows of 80.

# %% [markdown]
# ## The same network in another program
#
# A colleague wants your weights in Keras, another in PyTorch. (`lstm_ref.convert` translates between all the rows of both tables, and its tests compare what comes out.)
#
# **Your turn.** Translate `U` and `W`. Return four arrays: Keras' `kernel` and `recurrent_kernel`, then PyTorch's `weight_ih` and `weight_hh`.


# %% nbgrader={"grade": false, "grade_id": "translate-weights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def translate(U, W):
    """U (H, D), W (H, H) -> kernel, recurrent_kernel, weight_ih, weight_hh."""
    ### BEGIN SOLUTION
    return U.T, W.T, U, W
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-translate-weights", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("translate-weights", translate)

# %% [markdown]
# Keras computes `x @ kernel + h @ recurrent_kernel + bias`, with the vectors in front. **Predict:** which of these three lines are equal? Which of them raise an error?

# %%
x, h = X[80, -1], alive[-2]  # the last input, and the state before it
kernel, recurrent_kernel, bias = lstm_ref.convert.keras.to_rnn(p)
print("the course:             ", lstm_ref.rnn_step(x, h, p)[:4].round(4))
print("Keras:                  ", np.tanh(x @ kernel + h @ recurrent_kernel + bias)[:4].round(4))
print("Keras, W not transposed:", np.tanh(x @ kernel + h @ p["W"] + bias)[:4].round(4))

# %% [markdown]
# No error anywhere, and other numbers. `W` is square, so no shape warns you.
#
# The other way: PyTorch has two biases, and adds both.
#
# **Extra practice.** Take the weights out of PyTorch. Return `U`, `W` and the one bias `b` that does the same.


# %% nbgrader={"grade": false, "grade_id": "from-torch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    """weight_ih (H, D), weight_hh (H, H), bias_ih (H,), bias_hh (H,) -> U (H, D), W (H, H), b (H,)."""
    ### BEGIN SOLUTION
    return weight_ih, weight_hh, bias_ih + bias_hh
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-from-torch", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("from-torch", from_torch)

# %%
progress()

# %% [markdown]
# ## Back to the question
#
# How much can you find out from the shapes? That `U` holds a 50, the number of steps, and so is not shared: the newcomer saw it, and nobody believed it. That it can read 50 values and no others. That `W` is square because units hear units.
#
# Not that all weights are positive; nor whether a square matrix is turned. For that you have to look at numbers: at `h` after the first steps, and at the output for two different inputs. It takes a few lines, and it is the first thing to do when a network does not learn.

# %% [markdown]
# ## What you should remember
#
# - `U` (H, D), `W` (H, H), `V` (O, H), `b` (H,), `c` (O,). First what comes out, then what goes in.
# - Ask what a matrix meets, not what it is called.
# - No weight has T or N in its shape. Shared means: the same numbers meet `x[3]` and `x[4]`.
# - `W` is square because every unit hears every unit. Being square, it hides a transpose.
# - Keras and CS231n have units as columns; this course, PyTorch and ONNX have them as rows. PyTorch and ONNX have two biases.
# - Let learning start from weights of both signs, no larger than about 1/√in. Saturated units give one and the same number.
# - Compare with a baseline, on data that was held out.

# %% [markdown]
# ## One question to stretch
#
# A clean sine obeys $x_{t+1} = 2\cos(0.2)\,x_t - x_{t-1}$, without any error. Add noise to the wave, with a standard deviation of 0.1, and let three predict again: this rule, "tomorrow is like today", and the network with both mends, trained anew. Which is the best now, which the worst? Why does the rule that was exact suffer so much?

# %% [markdown]
# ## Sources
#
# - The page of this lesson: a newcomer's public question on U and W in RNNs, and its answer, in a Chinese translation. The loop is written anew here, the sizes and the start are the page's.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, chapter 10, 2016: the letters U, V, W, b, c.
# - A. Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks*, 2015, and his minimal character model: Wxh, Whh, Why.
# - Stanford CS231n, assignment on captioning with RNNs: Wx, Wh.
# - The reference pages of Keras (`SimpleRNN`, `LSTM`), PyTorch (`nn.RNN`, `nn.LSTM`), ONNX (`RNN`, `LSTM`) and flax (`SimpleCell`, `LSTMCell`).
# - X. Glorot and Y. Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural Networks*, 2010: why weights should start smaller where there are more of them.
# - H. Jaeger, *The "Echo State" Approach to Analysing and Training Recurrent Neural Networks*, 2001: recurrent weights left as drawn, output weights by least squares.
