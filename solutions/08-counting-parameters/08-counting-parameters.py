# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Counting parameters
#
# **Keras says that a layer has 4464 parameters. PyTorch says that the same layer has 4512. Which of the two has miscounted?**
#
# After this lesson you can count the parameters of any recurrent model before you build it; say why two programs give two numbers for one layer; and say what a model costs, in bytes and in multiplications. You need lessons 02, 03 and 06. Allow 60 minutes, and 15 more for the **extra practice**.

# %%
import os

import numpy as np
from ipywidgets import IntSlider, interact

from grader import check, progress
from lstm_ref import figures

# %% [markdown]
# Keras and PyTorch are the two frameworks of lesson 03. This lesson asks them what they count. If you have not installed them, the next cell says so, and you miss only the comparisons: all exercises work without.
#
# Keras leaves the computing to another program. The line with `os.environ` says that this is PyTorch.

# %%
os.environ.setdefault("KERAS_BACKEND", "torch")
try:
    import keras
    import torch
except ImportError:
    keras = torch = None
    print("Keras and PyTorch are not both here: the cells that ask them say so.")

# %% [markdown]
# ## The same layer, twice
#
# The sizes of lesson 06: 80 numbers a step, 12 units. **Parameters** are the numbers that learning changes, the weights and the biases (lesson 02).
#
# **Predict before you run:** which of the two numbers have you seen in lesson 06?

# %%
if keras is None:
    print("There is no Keras and no PyTorch here to ask.")
else:
    layer = keras.layers.LSTM(12)
    layer.build((None, None, 80))  # (N, T, D), with N and T left open
    print("Keras:  ", layer.count_params())
    layer = torch.nn.LSTM(80, 12)
    print("PyTorch:", sum(array.numel() for array in layer.parameters()))

# %% [markdown]
# In lesson 06 the twelve arrays held 4464 numbers. Where do 48 more come from? First find out how such a number is made.
#
# ## One rectangle
#
# Take 5 inputs and 3 units, small enough to count on paper. The forget gate has `W_f` (3, 5), `U_f` (3, 3) and `b_f` (3,).
#
# **Predict:** how many numbers does this triple hold? And all four?

# %%
figures.parameter_blocks(D=5, H=3)

# %% [markdown]
# All blocks of a gate are equally high: a row for each unit. Pushed together, side by side, they make one **band** for each gate, and one for the candidate. And the four bands can stand on top of one another.
#
# **Predict:** how many rows and how many columns has the rectangle that comes out?

# %%
figures.joined_blocks(D=5, H=3)

# %% [markdown]
# 12 rows of 9 numbers. A row is what *one unit* needs for *one sum*: a weight for each input, a weight for each unit, and its bias.
#
# Now sizes of your own. **Before each move:** what becomes of the count when `D` is doubled? When `H` is doubled? Which of the two costs more?


# %% tags=["nbval-ignore-output"]
def draw_blocks(D, H):
    return figures.joined_blocks(D, H)


sliders = interact(draw_blocks, D=IntSlider(5, 1, 100), H=IntSlider(3, 1, 100))

# %% [markdown]
# `D` is a side of `W` alone. `H` is in both sides of the rectangle: more units mean more rows, and longer ones. So twice as many units cost more than twice as much, up to four times.
#
# Neither T, the steps, nor N, the sequences, is a side of any block. A longer sequence costs no parameters (lesson 02).
#
# **Your turn.** Write the count for any `D` and `H`. Your functions in this lesson are arithmetic alone: when they are graded, no framework is there to be asked.


# %% nbgrader={"grade": false, "grade_id": "count-lstm", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_parameters(D, H):
    """How many parameters an LSTM of H units has that reads D numbers a step."""
    ### BEGIN SOLUTION
    return 4 * H * (D + H + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-lstm", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("count-lstm", lstm_parameters)

# %% [markdown]
# Three helpers to compare with real layers. `in_keras` and `in_torch` build one and ask it; without the frameworks they give `None`. The names of the layers are given as text: `"LSTM"`. `compare` prints your number beside that of the layer.


# %%
def in_keras(kind, D, units, **settings):
    if keras is None:
        return None
    layer = getattr(keras.layers, kind)(units, **settings)
    layer.build((None, None, D))
    return layer.count_params()


def in_torch(kind, D, units, **settings):
    if torch is None:
        return None
    layer = getattr(torch.nn, kind)(D, units, **settings)
    return sum(array.numel() for array in layer.parameters())


# %%
def compare(what, count, sizes, real):
    """Print what your function counts, and what the framework has."""
    try:
        yours = count(*sizes)
    except Exception:
        yours = ...
    if yours is ...:
        print(f"{what}: this waits for your answer above; its card says more.")
    elif real is None:
        print(f"{what}: you count {yours}, and there is no framework here to ask.")
    else:
        print(f"{what}: you count {yours}, it has {real}")


# %%
for D, H in ((80, 12), (5, 3), (1, 1), (126, 64)):
    real = in_keras("LSTM", D, H)
    compare(f"Keras LSTM, {D} to {H}", lstm_parameters, (D, H), real)

# %% [markdown]
# In one line, with the colours of what each part meets:
#
# $$4 \cdot H \cdot ({\color{#348ca0}{D}} + {\color{#5891e9}{H}} + 1)$$
#
# The page that 80 and 12 come from (an article in Japanese; lesson 02 had its loop) calls the units *out* and the inputs *in*, and writes 4 · out · (out + in + 1): the same.
#
# A plain RNN, `SimpleRNN` in Keras, has one band where the LSTM has four. **Predict** its count, 80 to 12.

# %%
real = in_keras("SimpleRNN", 80, 12)
print("one band, 12 · (80 + 12 + 1):", 12 * (80 + 12 + 1))
print("Keras:", "not here to ask" if real is None else real)

# %% [markdown]
# ## A Dense layer, with its brackets
#
# The output of lesson 02, `V @ h + c`, is a layer of its own in the frameworks: `Dense` in Keras, `Linear` in PyTorch. It reads D numbers and gives O. There are no gates, and nothing goes round.
#
# The page says in words: the parameters are output times input, plus 1. Its example has 64 numbers in and 64 out.
#
# **Predict:** what do the words give? Which parts of `V` and `c` do they count?

# %%
print("the words, 64 · 64 + 1:", 64 * 64 + 1)
figures.layers_to_scale([("LSTM", 126, 64), ("Dense", 64, 64)])

# %% [markdown]
# The words count one bias for the whole layer. But every output has its own. On the same page the *example* is right: 64 · (64 + 1) = 4160. Only the brackets were lost in the words.
#
# **Your turn.**


# %% nbgrader={"grade": false, "grade_id": "count-dense", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_parameters(D, O):
    """How many parameters a Dense layer has that reads D numbers and gives O."""
    ### BEGIN SOLUTION
    return O * (D + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-dense", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("count-dense", dense_parameters)

# %%
compare("Keras Dense, 64 to 64", dense_parameters, (64, 64), in_keras("Dense", 64, 64))
real = in_torch("Linear", 64, 32)
compare("PyTorch Linear, 64 to 32", dense_parameters, (64, 32), real)

# %% [markdown]
# ## A whole model
#
# The page goes on with a model that reads signs of the hand. It sees 5 pictures; from each it gets 126 numbers: 2 hands, 21 points on each, 3 coordinates for each point. The last layer has n outputs, a score for each sign that it knows.
#
# | layer | units | reads |
# |---|---|---|
# | LSTM | 64 | 126 |
# | LSTM | 128 | ? |
# | LSTM | 64 | ? |
# | Dense | 64 | ? |
# | Dense | 32 | ? |
# | Dense | n | ? |
#
# The first two LSTM layers hand on their hidden state at every step, the third only its last one (lesson 09 is about this choice).
#
# **Predict** the five question marks. Is the 5, the number of steps, in any of them?

# %%
reads = 126
for units in (64, 128, 64, 64, 32, "n"):
    print(f"reads {reads:3}, hands on {units}")
    reads = units

# %% [markdown]
# A layer hands on as many numbers as it has units, so each layer's D is the size of the one before. The 5 is nowhere.
#
# **Your turn.** Write it for any model of this kind. `units` lists the sizes of the LSTM layers, at least one; `outputs` those of the Dense layers, perhaps none. Return a list with one count for each layer, in order. You may call `lstm_parameters` and `dense_parameters`.


# %% nbgrader={"grade": false, "grade_id": "count-model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model_parameters(D, units, outputs):
    """The parameters of each layer, as a list.

    D numbers come in; units and outputs list the sizes of LSTM and Dense layers
    """
    ### BEGIN SOLUTION
    counts = []
    for H in units:
        counts.append(lstm_parameters(D, H))
        D = H
    for O in outputs:
        counts.append(dense_parameters(D, O))
        D = O
    return counts
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-model", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("count-model", model_parameters)

# %% [markdown]
# The page's model in Keras, for n signs. (The page sets other squashing curves, which change no count.)


# %%
def page_counts(n):
    """What Keras counts in each layer of the page's model; None without Keras."""
    if keras is None:
        return None
    LSTM, Dense = keras.layers.LSTM, keras.layers.Dense
    layers = [LSTM(64, return_sequences=True), LSTM(128, return_sequences=True)]
    layers += [LSTM(64), Dense(64), Dense(32), Dense(n)]
    model = keras.Sequential([keras.Input((5, 126)), *layers])
    return [layer.count_params() for layer in model.layers]


with_3 = page_counts(3)
compare("3 signs", model_parameters, (126, [64, 128, 64], [64, 32, 3]), with_3)

# %% [markdown]
# To one scale, the model looks like this. **Predict:** which layer has about half of all its parameters?

# %%
page_layers = [("LSTM", 126, 64), ("LSTM", 64, 128), ("LSTM", 128, 64)]
page_layers += [("Dense", 64, 64), ("Dense", 64, 32), ("Dense", 32, 3)]
figures.layers_to_scale(page_layers)

# %% [markdown]
# The LSTM in the middle. It has twice as many rows as its neighbours, and its rows are about as long as theirs.
#
# The page writes n for the number of signs, and so does not say how large the whole model is. It depends on n, but how?
#
# **Your turn.** Return two numbers for a model whose *last* Dense layer, with n outputs, is still to come after `outputs`. The first, `fixed`, is what there is whatever n is. The second, `each`, is what every sign adds. The whole is then `fixed + each * n`.


# %% nbgrader={"grade": false, "grade_id": "count-signs", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fixed_and_each(D, units, outputs):
    """The whole with n signs is fixed + each * n.

    D numbers come in; units and outputs list the sizes of LSTM and Dense layers,
    without the last Dense layer
    """
    ### BEGIN SOLUTION
    fixed = sum(model_parameters(D, units, outputs))
    each = [*units, *outputs][-1] + 1
    return fixed, each
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-signs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("count-signs", fixed_and_each)


# %% [markdown]
# **Predict** the whole for 3 signs, and for 26.


# %%
def with_signs(n):
    fixed, each = fixed_and_each(126, [64, 128, 64], [64, 32])
    return f"{fixed:,} + {each} · {n} = {fixed + each * n:,}"


for n, real in ((3, with_3), (26, page_counts(26))):
    compare(f"{n} signs", with_signs, (n,), real and f"{sum(real):,}")

# %% [markdown]
# ## The second bias of PyTorch
#
# Now the question of the lesson. What does the LSTM of PyTorch keep? In lesson 03 you found the shape of one of its arrays. Here are all four, with the four bands one below the other in each.
#
# **Predict** the shapes for 80 inputs and 12 units. Which of them has Keras not got?

# %%
if torch is None:
    print("There is no PyTorch here to ask.")
else:
    for name, array in torch.nn.LSTM(80, 12).named_parameters():
        print(f"{name:13}", tuple(array.shape), array.numel())

# %% [markdown]
# `bias_ih_l0` goes with the input weights, `bias_hh_l0` with the recurrent ones. Each has shape (48,), for 4 · 12 = 48, and Keras has only one of the two. PyTorch adds both to the same sum:
#
# $${\color{#b74018}{f}} = \sigma({\color{#348ca0}{W_f}}\,{\color{#348ca0}{x_t}} + b_{ih} + {\color{#5891e9}{U_f}}\,{\color{#5891e9}{h_{t-1}}} + b_{hh})$$
#
# Does the second bias make the layer any better? Below a bias is cut into two parts in different ways. **Predict:** which of the sums differ?

# %%
rng = np.random.default_rng(8)
from_x, from_h = rng.standard_normal(3), rng.standard_normal(3)  # W @ x and U @ h
b = np.array([1.0, -0.5, 2.0])
for part in (0.75, 0.5, -3.0):
    b_ih, b_hh = part * b, (1 - part) * b
    print("b_ih", b_ih, " b_hh", b_hh, " sum", (from_x + b_ih + from_h + b_hh).round(3))

# %% [markdown]
# None of them: only the sum of the two counts, so nothing that the layer can compute needs both.
#
# Then why are they there? On NVIDIA's graphics cards PyTorch uses a library called cuDNN, and cuDNN keeps a bias with each of the two products. PyTorch keeps its weights in that format. A remark in its source says just this, and that one would do.

# %%
figures.joined_blocks(D=5, H=3, kind="LSTM", biases=2)

# %% [markdown]
# **Your turn.** Count the LSTM of PyTorch. With `bias=False` it has no biases at all.


# %% nbgrader={"grade": false, "grade_id": "count-torch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def torch_parameters(D, H, bias):
    """How many parameters torch.nn.LSTM(D, H, bias=bias) has; bias is True or False."""
    ### BEGIN SOLUTION
    return 4 * H * (D + H + 2) if bias else 4 * H * (D + H)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-torch", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("count-torch", torch_parameters)

# %%
for D, H, bias in ((80, 12, True), (80, 12, False), (10, 20, True)):
    real = in_torch("LSTM", D, H, bias=bias)
    what = f"PyTorch LSTM, {D} to {H}, bias {bias}"
    compare(what, torch_parameters, (D, H, bias), real)

# %% [markdown]
# ## A GRU, both ways
#
# A **GRU** is a younger relative of the LSTM, without a cell state. Lesson 12 takes one apart; to count it you need only its bands. There are three: an update gate z, a reset gate r, and a candidate h̃. Each has a triple W, U, b as before.
#
# The reset gate says how much of the past the candidate hears. There are two ways to let it:
#
# $$\tilde h = \tanh({\color{#348ca0}{W_h}}\,{\color{#348ca0}{x_t}} + b_h + {\color{#5891e9}{U_h}}\,(r \odot {\color{#5891e9}{h_{t-1}}}))\tag{before the product}$$
#
# $$\tilde h = \tanh({\color{#348ca0}{W_h}}\,{\color{#348ca0}{x_t}} + b_h + r \odot ({\color{#5891e9}{U_h}}\,{\color{#5891e9}{h_{t-1}}} + d_h))\tag{after the product}$$
#
# The first is that of the published paper. In the second, all three products with $h$ can be done at once, for none of them waits for r. And there is a second bias, $d_h$, inside the brackets. **Predict:** can it be merged with $b_h$, as in the LSTM?

# %%
r = np.array([0.1, 0.5, 0.9])
for part in (0.75, 0.5, -3.0):
    b_h, d_h = part * b, (1 - part) * b
    print("b_h", b_h, " d_h", d_h, " sum", (from_x + b_h + r * (from_h + d_h)).round(3))

# %% [markdown]
# This time the sums differ. What stands inside the brackets is multiplied by r, and r is another number at every step. So here the second bias *does* something.
#
# Only the candidate needs it. Keras keeps a second one in all three bands, once more in the format of cuDNN, and so does PyTorch. In Keras the setting is `reset_after`: `True` is what you get if you say nothing. With `False` there is one bias a band.

# %%
figures.joined_blocks(D=10, H=20, kind="GRU", biases=2)

# %% [markdown]
# **Your turn.** Count the GRU of Keras, both ways.


# %% nbgrader={"grade": false, "grade_id": "count-gru", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gru_parameters(D, H, reset_after):
    """How many parameters the GRU of Keras has; reset_after is True or False."""
    ### BEGIN SOLUTION
    return 3 * H * (D + H + 2) if reset_after else 3 * H * (D + H + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-gru", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("count-gru", gru_parameters)

# %%
for after in (False, True):
    real = in_keras("GRU", 10, 20, reset_after=after)
    what = f"Keras GRU, 10 to 20, reset_after {after}"
    compare(what, gru_parameters, (10, 20, after), real)
real = in_torch("GRU", 10, 20)
compare("PyTorch GRU, 10 to 20", gru_parameters, (10, 20, True), real)

# %% [markdown]
# So for a GRU the two frameworks agree, unless somebody says `reset_after=False`. PyTorch has no such setting.
#
# ## Stacks, and both directions
#
# `nn.LSTM` can hold several layers. And it can read in **both directions**: one LSTM reads the sequence from the first step to the last, another reads it from the last to the first. They share nothing, and they do not hear each other. At each step their hidden states are put side by side, and that is what goes on.
#
# **Predict,** for 10 inputs and 20 units, two layers and both directions: how many numbers does the second layer read at a step?

# %%
figures.layers_to_scale([("LSTM", 10, 20), ("LSTM", 40, 20)], biases=2, directions=2)

# %% [markdown]
# 40: 20 from each direction. So the second layer is wider than the first, though it has no more units.
#
# **Your turn.** Count it, for PyTorch. `layers` counts the layers, `directions` is 1 or 2. All layers have `H` units in each direction, and biases.


# %% nbgrader={"grade": false, "grade_id": "count-stack", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stack_parameters(D, H, layers, directions):
    """How many parameters torch.nn.LSTM(D, H, num_layers=layers) has.

    directions is 1, or 2 with bidirectional=True
    """
    ### BEGIN SOLUTION
    count = 0
    for _ in range(layers):
        count += directions * torch_parameters(D, H, True)
        D = directions * H
    return count
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-stack", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("count-stack", stack_parameters)

# %%
for layers, directions in ((1, 1), (1, 2), (2, 1), (2, 2)):
    real = in_torch("LSTM", 10, 20, num_layers=layers, bidirectional=directions == 2)
    what = f"PyTorch LSTM, 10 to 20, layers {layers}, directions {directions}"
    compare(what, stack_parameters, (10, 20, layers, directions), real)

# %% [markdown]
# ## Extra practice: two variants
#
# **Peepholes.** In the LSTM of lesson 06 no gate sees the cell state. With peepholes all three do, each unit its own value and no other. The forget gate becomes
#
# $${\color{#b74018}{f}} = \sigma({\color{#348ca0}{W_f}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_f}}\,{\color{#5891e9}{h_{t-1}}} + v_f \odot {\color{#b08114}{c_{t-1}}} + b_f)$$
#
# and the input and the output gate get a $v_i$ and a $v_o$ in the same way. The candidate gets none. ONNX and TensorFlow 1 have such an LSTM; Keras and PyTorch do not.
#
# **Your turn.** Count it, with one bias `b` in each of the four bands. Mind the sign ⊙.


# %% nbgrader={"grade": false, "grade_id": "count-peepholes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def peephole_parameters(D, H):
    """How many parameters an LSTM with peepholes has, with one bias in each band."""
    ### BEGIN SOLUTION
    return 4 * H * (D + H + 1) + 3 * H
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-peepholes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("count-peepholes", peephole_parameters)

# %% [markdown]
# **A projection.** The block `U` grows with the square of H. A projection makes it narrower: the H units remember as before, but one more matrix, of shape (P, H) and without a bias, turns `o ⊙ tanh(c)` into a shorter hidden state of P numbers. That is what the layer shows, and what `U` meets at the next step. In PyTorch the setting is `proj_size`.
#
# **Your turn.** Count it. Two things change: which?


# %% nbgrader={"grade": false, "grade_id": "count-projected", "locked": false, "schema_version": 3, "solution": true, "task": false}
def projected_parameters(D, H, P):
    """How many parameters torch.nn.LSTM(D, H, proj_size=P) has."""
    ### BEGIN SOLUTION
    return 4 * H * (D + P + 2) + P * H
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-projected", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("count-projected", projected_parameters)

# %%
for D, H, P in ((80, 12, 5), (80, 500, 100)):
    real = in_torch("LSTM", D, H, proj_size=P)
    what = f"PyTorch LSTM, {D} to {H}, shows {P}"
    compare(what, projected_parameters, (D, H, P), real)
    print("   without the projection:", 4 * H * (D + H + 2))

# %% [markdown]
# With 500 units and 100 numbers shown, about a third is left.
#
# ## What it costs: bytes
#
# A parameter is stored as a number of some type. The type's name says how many bits it takes: `float32`, which Keras and PyTorch use if you say nothing, takes 32; `float16` takes 16; NumPy's own, `float64`, takes 64. A byte has 8 bits.
#
# **Your turn.** How many bytes do `count` numbers take? `dtype` is the name of one of the three types.


# %% nbgrader={"grade": false, "grade_id": "count-bytes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def in_bytes(count, dtype):
    """How many bytes count numbers take; dtype is "float16", "float32" or "float64"."""
    ### BEGIN SOLUTION
    return count * np.dtype(dtype).itemsize
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-bytes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("count-bytes", in_bytes)

# %% [markdown]
# **Predict:** how much memory does the page's model take, with 3 signs, in `float32`? In `float16`?
#
# And what is lost with half of the bits? Below are three numbers: a weight, a weight that has learned a little more, and a small gradient.

# %%
for dtype in ("float32", "float16"):
    array = np.zeros(203_459, dtype)
    what = f"bytes of the page's model in {dtype}"
    compare(what, in_bytes, (203_459, dtype), array.nbytes)
for value in (1.0, 1.0004, 0.00000001):
    stored = f"{np.float32(value):.8f} in float32, {np.float16(value):.8f} in float16"
    print(f"{value:.8f} is stored as", stored)

# %% [markdown]
# About 0.8 megabytes, or 0.4. In `float16` the small step of learning is lost: 1.0004 is stored as 1. And the small gradient becomes 0. So weights are often *stored* in `float16` when learning is over. While a model learns, at least one copy is mostly kept in `float32`, and beside each weight there is also its gradient.

# %% [markdown]
# ## What it costs: multiplications
#
# Parameters are kept once; work is done at every step (lesson 02). Take one step of the LSTM, for one sequence. Every weight meets one number in a product with `@`. Then come the products with ⊙:
#
# $${\color{#b08114}{c_t}} = {\color{#b74018}{f}} \odot {\color{#b08114}{c_{t-1}}} + {\color{#46a474}{i}} \odot {\color{#92486c}{\tilde c}} \qquad {\color{#5891e9}{h_t}} = {\color{#684dd9}{o}} \odot \tanh({\color{#b08114}{c_t}})$$
#
# **Predict,** for 5 inputs and 3 units: how many multiplications are in the products with `@`, and how many in those with ⊙? Leave out σ and tanh; adding a bias multiplies nothing.

# %%
W_x, U_h = 4 * 3 * 5, 4 * 3 * 3
odot = 3 + 3 + 3
print("four W @ x:", W_x, " four U @ h:", U_h, " three ⊙:", odot)
print("together:", W_x + U_h + odot)

# %% [markdown]
# **Your turn.** For any sizes.


# %% nbgrader={"grade": false, "grade_id": "count-multiplications", "locked": false, "schema_version": 3, "solution": true, "task": false}
def step_multiplications(D, H):
    """How many multiplications one step of an LSTM takes: those of @ and of ⊙."""
    ### BEGIN SOLUTION
    return 4 * H * (D + H) + 3 * H
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-count-multiplications", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("count-multiplications", step_multiplications)

# %% [markdown]
# **Predict:** 4464 parameters, 80 to 12. About how many multiplications does a step take?

# %%
print("parameters:     ", 4 * 12 * (80 + 12 + 1))
print("multiplications:", 4 * 12 * (80 + 12) + 3 * 12)

# %% [markdown]
# Nearly the same number, a little below: each weight is used once, the biases are only added, and ⊙ comes on top. That is worth remembering: **the number of parameters is about the number of multiplications in one step.** Over T steps it is T times as many.
#
# **Your turn.** What part of its work does each layer of a model do, for a sequence of `T` steps? The LSTM layers take `T` steps each. The Dense layers read only the last output: they work once. A Dense layer multiplies O · D times. Return a list of parts that add up to 1, in the order of the layers.


# %% nbgrader={"grade": false, "grade_id": "cost-shares", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cost_shares(T, D, units, outputs):
    """What part of the multiplications each layer does in T steps, as a list.

    D numbers come in; units and outputs list the sizes of LSTM and Dense layers
    """
    ### BEGIN SOLUTION
    work = []
    for H in units:
        work.append(T * step_multiplications(D, H))
        D = H
    for O in outputs:
        work.append(O * D)
        D = O
    return [each / sum(work) for each in work]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-cost-shares", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("cost-shares", cost_shares)

# %% [markdown]
# The page's model again, with its 5 steps. **Predict:** which layers have a larger part of the parameters than of the work?
#
# (`kept` and `done` are what you have just written, for the two kinds of layers. The drawing does not use your functions, so it is there in any case.)


# %%
def kept(kind, D, H):
    return 4 * H * (D + H + 1) if kind == "LSTM" else H * (D + 1)


def done(kind, D, H):
    return 4 * H * (D + H) + 3 * H if kind == "LSTM" else H * D


# %%
def draw_shares(T):
    names = [f"{kind} {H}" for kind, _, H in page_layers]
    times = {"LSTM": T, "Dense": 1}
    work = [times[layer[0]] * done(*layer) for layer in page_layers]
    parameters = [kept(*layer) for layer in page_layers]
    return figures.shares(names, {"parameters": parameters, f"work, T = {T}": work})


draw_shares(5)

# %% [markdown]
# The Dense layers: they work once, the LSTM layers 5 times. Move the slider. **Before you do:** which bars change when the sequence gets longer, and which cannot?

# %% tags=["nbval-ignore-output"]
slider = interact(draw_shares, T=IntSlider(value=5, min=1, max=50))

# %% [markdown]
# The parameters stay. At 5 steps the Dense layers have 3 % of the parameters and 0.6 % of the work; the longer the sequence, the less. To make a model cheaper, look at its LSTM layers first, and there at the widest.
#
# **Predict:** the LSTM in the middle gets 64 units in place of 128. What part of all parameters is left?

# %%
smaller = [("LSTM", 126, 64), ("LSTM", 64, 64), ("LSTM", 64, 64), *page_layers[3:]]
before = sum(kept(*layer) for layer in page_layers)
after = sum(kept(*layer) for layer in smaller)
print(f"{after:,} of {before:,}: {after / before:.0%}")
for what, k in (("the layer itself", 1), ("the one after it", 2)):
    print(f"{what}: {kept(*page_layers[k]):,} became {kept(*smaller[k]):,}")

# %% [markdown]
# 60 %. The layer itself shrinks to a third: it has half as many rows, and they are shorter. And the layer after it reads half as much.
#
# ## Back to the question
#
# Keras says 4464, PyTorch 4512: which of the two has miscounted? Neither. Each counted what it keeps. Both layers can compute the same, but PyTorch writes each bias in two parts, because a library for graphics cards does. That is 4H numbers more for each LSTM layer: 4 · 12 = 48.
#
# **Predict:** the page's model with 3 signs has 203,459 parameters in Keras. How many in PyTorch?

# %%
more = 4 * 64 + 4 * 128 + 4 * 64
print(f"a second bias in each LSTM layer: {before:,} + {more:,} = {before + more:,}")
names = {"LSTM": "LSTM", "Dense": "Linear"}
real = [in_torch(names[kind], D, H) for kind, D, H in page_layers]
print("PyTorch:", "not here to ask" if torch is None else f"{sum(real):,}")

# %% [markdown]
# So when two counts of one model differ, look at the biases first. And when weights go from PyTorch to Keras, the two biases of an LSTM are added up (lesson 03).
#
# One last look at all three kinds of layers, 10 to 20. **Predict:** for which of them do the two frameworks agree?

# %%
if keras is None:
    print("There is no Keras and no PyTorch here to ask.")
else:
    for kind in ("RNN", "GRU", "LSTM"):
        theirs = in_keras("SimpleRNN" if kind == "RNN" else kind, 10, 20)
        print(f"{kind:4} Keras {theirs}, PyTorch {in_torch(kind, 10, 20)}")

# %% [markdown]
# For the GRU alone: there Keras keeps a second bias, too.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# | layer | Keras | PyTorch |
# |---|---|---|
# | RNN | H · (D + H + 1) | H · (D + H + 2) |
# | LSTM | 4 · H · (D + H + 1) | 4 · H · (D + H + 2) |
# | GRU | 3 · H · (D + H + 2); with `reset_after=False` 3 · H · (D + H + 1) | 3 · H · (D + H + 2) |
# | Dense | O · (D + 1) | O · (D + 1) |
#
# - All weights of a recurrent layer make one rectangle. A row is what one unit needs for one sum: a weight for each input, one for each unit, and its bias.
# - Neither T nor N is in any count.
# - Dense: O · (D + 1). Mind the brackets: each output has its own bias.
# - The D of a layer is what comes out of the one before: its H, or 2H where both directions are read.
# - PyTorch keeps two biases in each row, in the format of cuDNN. In an LSTM one would do; in a GRU with the reset after the product, the candidate needs both.
# - A number takes 4 bytes in `float32`, 2 in `float16`.
# - One step takes about as many multiplications as there are parameters. Recurrent layers do it T times.

# %% [markdown]
# ## One question to stretch
#
# In a step of learning each weight moves a little against its slope (lesson 04). The two biases of PyTorch's LSTM stand in the same sum, so their slopes are always equal. How far does their sum move in one step, compared with the single bias of Keras? Do the two layers still compute the same function after learning, if they did before? What would you change so that they do?

# %% [markdown]
# ## Sources
#
# - The page of this lesson: an article of hocvietcode.com on the parameters of an LSTM, in a Japanese translation. The sizes 80 and 12, the model and its first counts are from there; the brackets of the Dense layer are put back here.
# - The reference pages and the source of Keras (`LSTM`, `GRU`, `Dense`) and of PyTorch (`nn.LSTM`, `nn.GRU`). The remark on the second bias is in PyTorch's `torch/nn/modules/rnn.py`; in issue 630 on GitHub one of its authors says that it is there because cuDNN has it.
# - K. Cho and others, *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation*, 2014: the GRU.
# - M. Schuster and K. Paliwal, *Bidirectional Recurrent Neural Networks*, IEEE Transactions on Signal Processing 45 (11), 1997: both directions.
# - F. Gers, N. Schraudolph and J. Schmidhuber, *Learning Precise Timing with LSTM Recurrent Networks*, Journal of Machine Learning Research 3, 2002: peepholes.
# - H. Sak, A. Senior and F. Beaufays, *Long Short-Term Memory Recurrent Neural Network Architectures for Large Scale Acoustic Modeling*, Interspeech 2014: the projection.
# - P. Micikevicius and others, *Mixed Precision Training*, 2018: learning with `float16`, and the copy that is kept in `float32`.
