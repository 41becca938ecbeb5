# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 The gates of an LSTM
#
# **How can a network keep a number for a hundred steps, and still let go of it at the right one?**
#
# After this lesson you can write each gate of an LSTM, and the whole step; give the shapes of its weights; translate between the two ways in which pages write them; and say what the cell state holds and what the hidden state shows. Allow 45 to 60 minutes.

# %%
import numpy as np
from ipywidgets import FloatSlider, interact

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## A number that fades
#
# A network is made of units: a unit multiplies what comes in by its weights, adds up, and squashes the sum by a curve that keeps it in a fixed range (lesson 01). This lesson uses two such curves, σ (say *sigmoid*) and tanh.

# %%
figures.squashing()

# %% [markdown]
# A recurrent network (an RNN) hears two things at each step of a sequence: the input `x`, and its own hidden state `h` of the step before, which is all that it knows of the past:
#
# $${\color{#5891e9}{h_t}} = \tanh({\color{#348ca0}{U}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{W}}\,{\color{#5891e9}{h_{t-1}}} + b)$$
#
# `U` and `W` are matrices of weights, and `b`, the bias, is one more number for each unit. Take the smallest RNN: one unit, one weight `w`, no input, no bias. It starts once from 0.9 and once from 0.5.
#
# **Predict before you run:** can you tell at the end where it started? Does a larger `w` help?

# %%
for w in (1.0, 1.5):
    for start in (0.9, 0.5):
        run = [start]
        for _ in range(1000):
            run.append(np.tanh(w * run[-1]))
        print(f"w = {w}, from {start}: {run[100]:.4f} after 100 steps, {run[1000]:.4f} after 1000")

# %% [markdown]
# With `w = 1.0` both runs fade towards 0, and are almost the same by then. With `w = 1.5` both end at one and the same number. Either way, where they started is lost.
#
# The reason: every step squashes everything, whether anything happened or not. (Lesson 04 saw the same from the other end: the gradient vanished on its way back.)
#
# An LSTM has a second vector that is not squashed, the **cell state** `c`: the memory of lesson 05, under its usual name. Here it is with nothing in its way.

# %%
figures.lstm_cell("")

# %% [markdown]
# Here a number lasts for ever, and can never change. So gates, as in lesson 05, are put on the line. They say what to keep, what to write, what to show.

# %% [markdown]
# ## The letters, and where they changed places
#
# > **Careful.** In the LSTM of this course **`W` meets the input and `U` meets the hidden state.** In the plain RNN above it is the other way round.
# >
# > Ask what a matrix multiplies, not what it is called. In this course a matrix has the colour of what it meets.
#
# `D` counts the inputs and `H` the units: here 5 and 3. The picture shows one gate, `f`, which we meet below, with its weights. σ squashes its sum into the range from 0 to 1.

# %%
figures.gate_shapes(D=5, H=3)

# %% [markdown]
# Each unit has one row in `W_f`, one row in `U_f` and one number in `b_f`.
#
# **Your turn.** A sound analyser gives `D = 80` numbers a step, and the network has `H = 12` units. What are the shapes? The cell state `c` is always as long as `h`: each unit has one number in each.
#
# The shape of a vector needs its comma, as before: `(7,)`. Other pages write 7×1.

# %% nbgrader={"grade": false, "grade_id": "lstm-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
x_shape = (80,)
h_shape = (12,)
c_shape = (12,)
W_f_shape = (12, 80)
U_f_shape = (12, 12)
b_f_shape = (12,)
### END SOLUTION

shapes = {"x": x_shape, "h": h_shape, "c": c_shape}
shapes |= {"W_f": W_f_shape, "U_f": U_f_shape, "b_f": b_f_shape}

# %% nbgrader={"grade": true, "grade_id": "check-lstm-shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("lstm-shapes", shapes)

# %% [markdown]
# Drawn to scale:

# %%
figures.gate_shapes(D=80, H=12)

# %% [markdown]
# `W_f`, `U_f` and `b_f` belong together: they are a **triple** of arrays. An LSTM has four triples: forget `f`, input `i`, candidate `c`, output `o`. That makes twelve arrays.
#
# One letter has two uses. `W_c`, `U_c` and `b_c` belong to the candidate, which makes what could be written into the cell state `c`. The cell state itself has no weights.
#
# **Predict:** how many numbers do the twelve arrays hold in all, for 80 inputs and 12 units?

# %%
weights = lstm_ref.lstm_shapes(D=80, H=12)
for name in ("W_f", "U_f", "b_f"):
    print(name, weights[name], "holds", np.prod(weights[name]))
print("all twelve arrays:", sum(np.prod(shape) for shape in weights.values()))

# %% [markdown]
# ## The forget gate
#
# The sign ⊙ in the next picture is the product of lesson 05: entry by entry, in NumPy `*`.

# %%
figures.lstm_cell("f")

# %% [markdown]
# A gate is a vector with one number for each unit. It listens to the input and to the hidden state of the step before:
#
# $${\color{#b74018}{f}} = \sigma({\color{#348ca0}{W_f}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_f}}\,{\color{#5891e9}{h_{t-1}}} + b_f)\tag{1}$$
#
# Now by hand, with numbers from the question-and-answer page of lessons 04 and 05. The page has `x = [1, 2, 3]` and `h = [4, 5, 6]`, joined end to end: `[x, h]`. One matrix meets both. The page calls that matrix 3×3.
#
# **Predict:** can a 3×3 matrix meet `[x, h]`? And what does the first row, `1 2 3 4 5 6`, give?

# %%
x, h = np.array([1, 2, 3]), np.array([4, 5, 6])
xh = np.concatenate([x, h])
W_page = np.array([[1, 2, 3, 4, 5, 6], [5, 6, 7, 8, 9, 10], [3, 4, 5, 6, 7, 8]])
b_f = np.array([1, 2, 3])

print("[x, h] has", xh.size, "numbers, the matrix has shape", W_page.shape)
print("product:  ", W_page @ xh)
print("plus bias:", W_page @ xh + b_f)

# %% [markdown]
# The matrix is 3×6: three units by three inputs and three hidden values. Its first row gives 1×1 + 2×2 + 3×3 + 4×4 + 5×5 + 6×6 = 91.
#
# Then σ squashes each sum. Its slope, `f * (1 - f)` as in lesson 04, says how much the result changes when the sum changes a little.
#
# **Predict:** what does σ make of 92, 177 and 136? How steep is its curve so far to the right? (It is the first picture of the lesson.)

# %%
f = sigmoid(W_page @ xh + b_f)
print("f     =", f)
print("slope =", f * (1 - f))

# %% [markdown]
# All ones, and all slopes zero: the gate is saturated, as in lesson 04, and a small change of a weight makes no difference. The page's sums are right, but no network could learn from there.
#
# The same sums, a hundred times smaller:

# %%
f = sigmoid((W_page @ xh + b_f) / 100)
print("f     =", f.round(3))
print("slope =", (f * (1 - f)).round(3))

# %% [markdown]
# Now a small change of a weight changes the gate: it can learn.
#
# The page has one matrix, the course has two. The first three columns of the page's matrix met `x`, so they are `W_f`. The last three met `h`, so they are `U_f`.
#
# **Predict:** what is `W_f @ x + U_f @ h + b_f`?

# %%
W_f, U_f = W_page[:, :3], W_page[:, 3:]
print(W_f @ x + U_f @ h + b_f)

# %% [markdown]
# **Your turn.** Write the forget gate, equation (1), for any sizes. `sigmoid` is there for you; `@` is the matrix product.


# %% nbgrader={"grade": false, "grade_id": "forget-gate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def forget_gate(x, h, W_f, U_f, b_f):
    """How much of each cell value is kept.

    x (D,), h (H,), W_f (H, D), U_f (H, H), b_f (H,) -> f (H,)
    """
    ### BEGIN SOLUTION
    return sigmoid(W_f @ x + U_f @ h + b_f)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-forget-gate", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("forget-gate", forget_gate)

# %% [markdown]
# ## Forget means keep
#
# The gate multiplies the cell state: `f ⊙ c`, in NumPy `f * c`.
#
# The page draws random numbers to decide what to forget; as lesson 05 showed, a gate draws nothing, it multiplies, and **1 means keep**.
#
# **Predict:** what does the page's gate, `[0.5, 0.8, 0.9]`, leave of `c = [2, -1, 3]`?

# %%
print("f * c =", np.array([0.5, 0.8, 0.9]) * np.array([2.0, -1.0, 3.0]))

# %% [markdown]
# Another gate: the first unit open (1), the middle one nearly closed (0.3), the last one closed (0).

# %%
figures.gated_memory(c=[2, -1, 3], f=[1, 0.3, 0])

# %% [markdown]
# Move the slider to open and close the middle gate. **Before you do:** at which setting does the middle value come out as -0.25?


# %% tags=["nbval-ignore-output"]
def open_and_close(gate):
    return figures.gated_memory(c=[2, -1, 3], f=[1, gate, 0])


slider = interact(open_and_close, gate=FloatSlider(value=0.5, min=0, max=1, step=0.05))

# %% [markdown]
# ## The input gate, and a misprint

# %%
figures.lstm_cell("fi")

# %% [markdown]
# The **input gate** says how much of what is new is let in. It is made in the same way, with weights of its own:
#
# $${\color{#46a474}{i}} = \sigma({\color{#348ca0}{W_i}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_i}}\,{\color{#5891e9}{h_{t-1}}} + b_i)\tag{2}$$
#
# In the page's example the matrix has a row of ones, one of twos and one of threes. The bias is 1 in each unit, and `[x, h]` is as before. The page prints the sums `[22, 42, 62]`, and after σ `[1, 1, 1]`. At least one sum is wrong.
#
# **Your turn.** Compute the sums by hand. Then write a function that returns the places where `printed` differs from `W @ [x, h] + b`: counted from 0, in order, smallest first. There may be none. `np.flatnonzero` gives the places of what is `True`.


# %% nbgrader={"grade": false, "grade_id": "find-misprint", "locked": false, "schema_version": 3, "solution": true, "task": false}
def find_misprint(W, x, h, b, printed):
    """The places where the printed sums are wrong.

    W (H, D + H) on [x, h], x (D,), h (H,), b (H,), printed (H,) -> places, in order
    """
    ### BEGIN SOLUTION
    right = W @ np.concatenate([x, h]) + b
    return np.flatnonzero(right != printed)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-find-misprint", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("find-misprint", find_misprint)

# %% [markdown]
# Why did nobody notice? **Predict:** after σ, in which digit do the right and the printed gates differ?
#
# σ(z) is short of 1 by `1 / (1 + np.exp(z))`. The last line compares how much is missing.

# %%
W_rows = np.array([[1] * 6, [2] * 6, [3] * 6])
right = W_rows @ xh + 1
printed = np.array([22, 42, 62])
for sums in (right, printed):
    print(sums, "->", [f"{value:.9f}" for value in sigmoid(sums)])
print("stored as exactly 1:", sigmoid(right) == 1, sigmoid(printed) == 1)
missing = [1 / (1 + np.exp(sums)) for sums in (right, printed)]
print("true difference:", [f"{value:.1e}" for value in missing[1] - missing[0]])

# %% [markdown]
# Unit 0 does not differ at all: its 22 is right. Unit 1 differs in the 19th digit after the point, unit 2 in the 27th. The computer keeps about 16 digits, so both gates of both units are stored as the same number, exactly 1.
#
# Saturation hides mistakes: nobody who compares only the final answers can see this one. So the checks of your gates use numbers that do not saturate. And when you look for a mistake, look also at what goes *into* a squashing function.
#
# **Your turn.** Write the input gate.


# %% nbgrader={"grade": false, "grade_id": "input-gate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def input_gate(x, h, W_i, U_i, b_i):
    """How much of each candidate is let in.

    x (D,), h (H,), W_i (H, D), U_i (H, H), b_i (H,) -> i (H,)
    """
    ### BEGIN SOLUTION
    return sigmoid(W_i @ x + U_i @ h + b_i)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-input-gate", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("input-gate", input_gate)

# %% [markdown]
# ## The candidate

# %%
figures.lstm_cell("fic")

# %% [markdown]
# The **candidate** says *what* could be written. The input gate says how much of it is written. The candidate, written `c̃` or `c_tilde`, is not a gate, and tanh squashes it:
#
# $${\color{#92486c}{\tilde c}} = \tanh({\color{#348ca0}{W_c}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_c}}\,{\color{#5891e9}{h_{t-1}}} + b_c)\tag{3}$$
#
# **Predict:** what do σ and tanh make of -2, 0 and 2? Why would a memory that is only ever written with σ be a poor one?

# %%
z = np.array([-2.0, 0.0, 2.0])
print("σ:   ", sigmoid(z).round(2))
print("tanh:", np.tanh(z).round(2))

# %% [markdown]
# Numbers from σ are never below 0: what is written could make a memory larger, never smaller. And where the sum is 0 there is nothing to say; σ would still write 0.5, tanh writes 0.
#
# **Your turn.** Write the candidate.


# %% nbgrader={"grade": false, "grade_id": "candidate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def candidate(x, h, W_c, U_c, b_c):
    """What could be written into each cell value.

    x (D,), h (H,), W_c (H, D), U_c (H, H), b_c (H,) -> c_tilde (H,)
    """
    ### BEGIN SOLUTION
    return np.tanh(W_c @ x + U_c @ h + b_c)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-candidate", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("candidate", candidate)

# %% [markdown]
# ## The cell update
#
# Now the line of the cell state is complete. Keep some of the old, add some of the new:
#
# $${\color{#b08114}{c_t}} = {\color{#b74018}{f}} \odot {\color{#b08114}{c_{t-1}}} + {\color{#46a474}{i}} \odot {\color{#92486c}{\tilde c}}\tag{4}$$
#
# **Predict, by hand,** for three units:
#
# | | unit 0 | unit 1 | unit 2 |
# |---|---|---|---|
# | `c`, the old | 2 | -1 | 3 |
# | `f`, keep | 0.5 | 1 | 0 |
# | `i`, let in | 1 | 0 | 0.5 |
# | `c_tilde`, the new | 0.5 | 0.9 | -0.8 |
#
# Which unit stays as it was? Which one keeps nothing of the old?

# %%
c = np.array([2.0, -1.0, 3.0])
f = np.array([0.5, 1.0, 0.0])
i = np.array([1.0, 0.0, 0.5])
c_tilde = np.array([0.5, 0.9, -0.8])
print("kept:   ", f * c)
print("written:", i * c_tilde)
print("new c:  ", f * c + i * c_tilde)
figures.cell_update(c, f, i, c_tilde)

# %% [markdown]
# Unit 1 kept its value: its forget gate is open and its input gate closed. Unit 2 has forgotten its 3 and holds only what is new. Nothing squashes the sum.
#
# **Your turn.** Write equation (4).


# %% nbgrader={"grade": false, "grade_id": "cell-update", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cell_update(c, f, i, c_tilde):
    """The new cell state from the old one: c, f, i and c_tilde (H,) -> c (H,)."""
    ### BEGIN SOLUTION
    return f * c + i * c_tilde
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-cell-update", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("cell-update", cell_update)

# %% [markdown]
# ## The output gate and the hidden state

# %%
figures.lstm_cell("fico")

# %% [markdown]
# The **output gate** is the third gate, made like the other two:
#
# $${\color{#684dd9}{o}} = \sigma({\color{#348ca0}{W_o}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_o}}\,{\color{#5891e9}{h_{t-1}}} + b_o)\tag{5}$$
#
# **Your turn.** Write it.


# %% nbgrader={"grade": false, "grade_id": "output-gate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def output_gate(x, h, W_o, U_o, b_o):
    """How much of each squashed cell value is shown.

    x (D,), h (H,), W_o (H, D), U_o (H, H), b_o (H,) -> o (H,)
    """
    ### BEGIN SOLUTION
    return sigmoid(W_o @ x + U_o @ h + b_o)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-output-gate", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("output-gate", output_gate)

# %% [markdown]
# The output gate multiplies the squashed cell state. That is the new hidden state, the only part that the rest of the network sees:
#
# $${\color{#5891e9}{h_t}} = {\color{#684dd9}{o}} \odot \tanh({\color{#b08114}{c_t}})\tag{6}$$
#
# The page has `tanh(c) = [0, 1, 1]` and `o = [0, 0, 1]`. **Predict** `h`. Which unit has something in its memory but does not show it?

# %%
o, squashed = np.array([0, 0, 1]), np.array([0, 1, 1])
print("h =", o * squashed)

# %% [markdown]
# Unit 1 shows nothing: it has something in its memory, but its gate is closed. The memory is not lost; the gate may open at a later step.
#
# The same with the cell state of the last section. **Predict:** what will `h` show of the 1.5, with its gate open?

# %%
figures.two_states(c=[1.5, -1.0, -0.4], o=[1, 0, 0.5])

# %% [markdown]
# It shows 0.91: tanh never passes 1. The memory may hold more than the hidden state can show.
#
# **Your turn.** Write equation (6).


# %% nbgrader={"grade": false, "grade_id": "hidden-state", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hidden_state(o, c):
    """What is shown of the cell state: o and c (H,) -> h (H,)."""
    ### BEGIN SOLUTION
    return o * np.tanh(c)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hidden-state", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("hidden-state", hidden_state)

# %% [markdown]
# ## The whole step
#
# Equations (1) to (6), one after the other, are one **step** of an LSTM. The twelve arrays of weights come in a dict `p`, by name: `p["W_f"]`, `p["U_f"]`, `p["b_f"]`, and so on for `i`, `c` and `o`.
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | the input of this step | `(D,)` |
# | `h`, `c` | the two states of the step before | `(H,)` |
# | returns | the new `h`, then the new `c` | `(H,)`, `(H,)` |
#
# You may call the functions that you wrote above, or write the six lines again.


# %% nbgrader={"grade": false, "grade_id": "lstm-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_step(x, h, c, p):
    """One step of an LSTM: the new hidden state and the new cell state, in this order."""
    ### BEGIN SOLUTION
    f = sigmoid(p["W_f"] @ x + p["U_f"] @ h + p["b_f"])
    i = sigmoid(p["W_i"] @ x + p["U_i"] @ h + p["b_i"])
    c_tilde = np.tanh(p["W_c"] @ x + p["U_c"] @ h + p["b_c"])
    c = f * c + i * c_tilde
    o = sigmoid(p["W_o"] @ x + p["U_o"] @ h + p["b_o"])
    h = o * np.tanh(c)
    return h, c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lstm-step", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("lstm-step", lstm_step)

# %% [markdown]
# Here is the course's own step at work: 12 units read ten steps of 80 random numbers. Both states are zeros at the start.
#
# **Predict:** the shapes of `h` and `c` at the end. Which of them may hold a number outside -1 to 1?

# %%
rng = np.random.default_rng(6)
p_80 = lstm_ref.lstm_weights(D=80, H=12, rng=rng)
h_12, c_12 = np.zeros(12), np.zeros(12)
for x_80 in rng.standard_normal((10, 80)):
    h_12, c_12 = lstm_ref.lstm_step(x_80, h_12, c_12, p_80)
for name, state in (("h", h_12), ("c", c_12)):
    print(f"{name}: shape {state.shape}, from {state.min():.2f} to {state.max():.2f}")

# %% [markdown]
# ## One matrix or two
#
# Many pages draw one matrix for each gate. It meets the joined vector `[h, x]`, and gives the same sum: the columns that meet `h` are `U`, those that meet `x` are `W`.

# %%
figures.concatenated(D=5, H=3, order="hx")

# %% [markdown]
# **Your turn.** A page gives you a matrix of shape `(H, H + D)` for `[h, x]`. Take it apart. Return `W` first, then `U`. Mind that their columns come in the other order.


# %% nbgrader={"grade": false, "grade_id": "split-weights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_weights(W_hx, H):
    """Take apart weights on [h, x]: W_hx (H, H + D) -> W (H, D) on x, then U (H, H) on h."""
    ### BEGIN SOLUTION
    U = W_hx[:, :H]
    W = W_hx[:, H:]
    return W, U
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-split-weights", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("split-weights", split_weights)

# %% [markdown]
# Other pages join in the other order, `[x, h]`. Olah's well-known drawings put `h` first, TensorFlow 1 put `x` first. The page of this lesson has `h` first in its equation and `x` first in its text.
#
# **Predict:** below, a matrix made for `[h, x]` meets `[h, x]` and then `[x, h]`. Which of the three lines are equal? Does the third raise an error?

# %%
x_5, h_3 = rng.standard_normal(5), rng.uniform(-1, 1, 3)
W, U = rng.standard_normal((3, 5)), rng.standard_normal((3, 3))
W_hx = lstm_ref.concatenate(W, U, order="hx")
print("two matrices:     ", (W @ x_5 + U @ h_3).round(3))
print("one, with [h, x]: ", (W_hx @ np.concatenate([h_3, x_5])).round(3))
print("one, with [x, h]: ", (W_hx @ np.concatenate([x_5, h_3])).round(3))

# %% [markdown]
# No error, but another result. Both orders have eight numbers, so nothing warns you. If a network gives nonsense after its weights were copied from another program, look here first.

# %% [markdown]
# ## Back to the question
#
# How can a network keep a number for a hundred steps, and let go of it at the right one? Take one unit and two inputs: a value, and a signal that is 1 when it is time to change. Here the weights are set by hand.
#
# **Predict:** with the signal at 0, are the forget gate and the input gate open or closed? With the signal at 1?

# %%
hold = {name: np.zeros(shape) for name, shape in lstm_ref.lstm_shapes(D=2, H=1).items()}
# all of U stays 0, so h is ignored; the columns of W meet (value, signal)
hold["W_f"][:] = [0, -20]  # the signal closes the forget gate,
hold["b_f"][:] = 10  # which is open otherwise
hold["W_i"][:] = [0, 20]  # the signal opens the input gate,
hold["b_i"][:] = -10  # which is closed otherwise
hold["W_c"][:] = [1, 0]  # the candidate hears the value only
hold["b_o"][:] = 10  # the output gate is always open

for signal in (0, 1):
    sums = (hold[f"W_{gate}"] @ [0, signal] + hold[f"b_{gate}"] for gate in "fi")
    print(f"signal {signal}: f, i =", [f"{sigmoid(z).item():.6f}" for z in sums])

# %% [markdown]
# Without the signal the unit keeps its number and lets nothing in. With the signal it lets go of the old number and writes a new one.
#
# Now 201 steps of random values. The signal comes at step 0, with the value 0.9 or 0.5, and again at step 101, with -0.7.
#
# **Predict** what the cell holds after step 0, after 100 more steps, and after step 101.


# %%
def cell_states(start):
    values = rng.uniform(-1, 1, 201)
    values[0], values[101] = start, -0.7
    h, c, held = np.zeros(1), np.zeros(1), []
    for t, value in enumerate(values):
        h, c = lstm_ref.lstm_step(np.array([value, t in (0, 101)]), h, c, hold)
        held.append(c.item())
    return held


for start in (0.9, 0.5):
    held = cell_states(start)
    print("; ".join(f"after step {t}: {held[t]:.2f}" for t in (0, 100, 101, 200)))

# %% [markdown]
# That is the answer. The old cell state is multiplied by `f`, something is added, and that is all. Where `f` is near 1 and `i` near 0, the number stays, whatever comes in. When the gates hear the signal, it goes, in that one step. (What is written is tanh of the value: the candidate is squashed once, on its way in.)
#
# Here the weights were set by hand; otherwise a network has to learn them.
#
# **Predict,** from the `f` printed above: what part of the number is left after 100 steps, if 1 is all of it?

# %%
print(f"left: {sigmoid(10) ** 100:.4f}")

# %% [markdown]
# ## In your own words
#
# **Cell state and hidden state: what is each of them for, and how do they belong together?** Write three to six sentences. A person reads them, and gives up to 2 points:
#
# - **1 point** for what each is for: which of them carries the memory from step to step and how it changes, which of them is shown and to whom, and which of them is bounded.
# - **1 point** for how they belong together: how the one is made from the other, why they have the same size, and a case of your own in which they differ, with numbers or in words.

# %% [markdown] nbgrader={"grade": true, "grade_id": "explain-two-states", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# The cell state is the memory. It goes from step to step by being multiplied by the forget gate and having the gated candidate added, and is never squashed, so it may grow beyond 1. The hidden state is what the unit shows at this step: to the gates at the next step, and to whatever reads the network. It always lies between -1 and 1.
#
# It is made from the cell state, h = o ⊙ tanh(c), entry by entry. Each unit has one number of each, so the sizes are equal. They differ where a gate is shut: with c = 3 and o = 0 the unit shows h = 0 and still remembers its 3, which it can show as soon as its output gate opens.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - An LSTM has two states of the same size. `c` remembers, `h` shows.
# - Three gates, σ, each between 0 and 1: `f` keeps, `i` lets in, `o` shows. One candidate, tanh, between -1 and 1.
# - `c = f * c + i * c_tilde`, then `h = o * np.tanh(c)`. ⊙ is `*`; a matrix meets a vector with `@`.
# - In the LSTM, `W` meets the input and `U` the hidden state. In the RNN of lessons 01 to 04, and of the *Deep Learning* book, it is the other way round.
# - A forget gate of 1 keeps everything. A gate multiplies; there are no random numbers.
# - A saturated gate cannot learn, and hides mistakes.
# - Weights on `[h, x]` and on `[x, h]` have the same shape and are not the same.

# %% [markdown]
# ## One question to stretch
#
# Set the weights of a single unit so that its cell state **counts** the signals it has heard: 1, 2, 3, and so on, with nothing lost in between. Start from the weights of the last section. Which two gates must be open at the same step? Some cells have no input gate of their own and use 1 − f in its place. Could such a cell count?

# %% [markdown]
# ## Sources
#
# - S. Hochreiter and J. Schmidhuber, *Long Short-Term Memory*, Neural Computation 9 (8), 1997.
# - F. Gers, J. Schmidhuber and F. Cummins, *Learning to Forget: Continual Prediction with LSTM*, Neural Computation 12 (10), 2000: the forget gate.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, chapter 10, 2016: the letters U, V, W of the plain RNN.
# - K. Cho and others, *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation*, 2014: W on the input, U on the hidden state, as in the early Keras too.
# - C. Olah, *Understanding LSTM Networks*, 2015: one matrix on [h, x].
# - The page of this lesson: a public question on the forget layer, asked by user1157751 and answered by StatsSorceress, in a Korean translation. Its numbers are computed again here, and its errors are named.
# - The sizes 80 and 12, and the count 4464: an article of hocvietcode.com on the parameters of an LSTM, in a Japanese translation.
