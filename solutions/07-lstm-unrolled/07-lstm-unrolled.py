# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 The LSTM through time
#
# **Each step of an LSTM squashes five times, and squashing wears a gradient away: lesson 04 measured it. So how can a gradient come back through forty such steps and still be there?**
#
# A public page was asked just this, and left it open. After this lesson you can answer it. You can also run an LSTM over a whole sequence; say how long its memory lasts; do the work of four products with one; and take a gradient back through the cell, and check it by trying. Allow 60 minutes, and 20 more for what is marked **extra practice**: nothing later in the lesson builds on it.

# %%
import timeit

import numpy as np
from ipywidgets import FloatSlider, IntSlider, interact

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## Ten steps
#
# In lesson 06 you wrote one step. Three gates, `f`, `i` and `o`, and a candidate `c̃` are made of `x` and the old `h`. Then come two lines, now with the time written on everything:
#
# $${\color{#b08114}{c_t}} = {\color{#b74018}{f_t}} \odot {\color{#b08114}{c_{t-1}}} + {\color{#46a474}{i_t}} \odot {\color{#92486c}{\tilde c_t}}\tag{1}$$
#
# $${\color{#5891e9}{h_t}} = {\color{#684dd9}{o_t}} \odot \tanh({\color{#b08114}{c_t}})\tag{2}$$
#
# Here is your `lstm_step` again. As before, `p` holds twelve arrays by name.


# %%
def lstm_step(x, h, c, p):
    f = sigmoid(p["W_f"] @ x + p["U_f"] @ h + p["b_f"])
    i = sigmoid(p["W_i"] @ x + p["U_i"] @ h + p["b_i"])
    c_tilde = np.tanh(p["W_c"] @ x + p["U_c"] @ h + p["b_c"])
    c = f * c + i * c_tilde
    o = sigmoid(p["W_o"] @ x + p["U_o"] @ h + p["b_o"])
    return o * np.tanh(c), c


# %% [markdown]
# A Japanese page that you know from lesson 02 unrolls an LSTM over ten steps. The step is taken ten times, and each takes over both states of the step before:

# %%
figures.lstm_unrolled(10)

# %% [markdown]
# By hand: one unit, one input. The weights are set so that `i` and `o` are 1, `c̃` is 1, 0 or -1 like the input, and `f` is σ(0) = 0.5. (σ(40) and tanh(20) are so near to 1 that the computer stores them as 1.)
#
# **Predict, on paper:** the inputs are 1, 0, -1, 1, and `c` starts at 0. What is `c` after each step?

# %%
by_hand = {name: np.zeros(shape) for name, shape in lstm_ref.lstm_shapes(D=1, H=1).items()}
by_hand["b_i"] += 40
by_hand["b_o"] += 40
by_hand["W_c"] += 20

h, c = np.zeros(1), np.zeros(1)
for x in (1.0, 0.0, -1.0, 1.0):
    h, c = lstm_step(np.array([x]), h, c, by_hand)
    print(f"input {x:4}: c = {c.item():6.3f}, h = tanh(c) = {h.item():6.3f}")

# %% [markdown]
# Half of the old, plus the new: 1, then 0.5, then 0.25 - 1 = -0.75, then -0.375 + 1 = 0.625.
#
# **Your turn.** Write the loop. As in lesson 04 the start stands in front, so that T steps give T + 1 states. A new sequence, `start=None`, starts from zeros; how many? One that goes on gets `start`, a pair `(h, c)`.
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | the sequence | `(T, D)` |
# | `p` | the weights by name, as above | |
# | `start` | `None`, or `(h, c)` | each `(H,)` |
# | `hs`, `cs` | all hidden states, all cell states | each `(T + 1, H)` |


# %% nbgrader={"grade": false, "grade_id": "lstm-unroll", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_unroll(x, p, start=None):
    """All states of an LSTM over a sequence: hs, cs."""
    ### BEGIN SOLUTION
    if start is None:
        start = np.zeros(len(p["b_f"])), np.zeros(len(p["b_f"]))
    h, c = start
    hs, cs = [h], [c]
    for x_t in x:
        h, c = lstm_step(x_t, h, c, p)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lstm-unroll", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("lstm-unroll", lstm_unroll)

# %% [markdown]
# ## Zeros, not random
#
# The page has 80 inputs and 12 units, and fills the first `h` and `c` with **random** numbers. In lesson 02 such a start faded within some steps, for an RNN loses whatever it holds. But an LSTM is made to keep what it holds.
#
# Below, an LSTM of that size reads the same ten inputs twice: from zeros, and from random states. Then again, with 3 added to all of `b_f`.
#
# **Predict:** after ten steps, is the random start still to be seen in `c`? In which of the two?

# %%
rng = np.random.default_rng(7)
weights = lstm_ref.lstm_weights(D=80, H=12, rng=rng)
x = rng.standard_normal((10, 80))
start = rng.uniform(-1, 1, (2, 12))
for more in (0, 3):
    p = weights | {"b_f": weights["b_f"] + more}
    (h, c), (h_zero, c_zero) = start, np.zeros((2, 12))
    for t in range(10):
        h, c = lstm_step(x[t], h, c, p)
        h_zero, c_zero = lstm_step(x[t], h_zero, c_zero, p)
        if t in (0, 4, 9):
            print(f"b_f + {more}, after step {t + 1:2}: c is off by up to {abs(c - c_zero).max():.3f}")

# %% [markdown]
# With the forget gates more open, the noise of the start is still there after ten steps. An LSTM cannot know that it is noise: what it keeps well, it keeps well. So a new sequence starts from **zeros**: then `f * c` is zero, as it should be where nothing has been heard. (Some networks learn their start, as in lesson 02.)
#
# The rest of the page's loop is right: it takes the same twelve arrays at every step. More steps add no weights.

# %%
kept = sum(array.size for array in weights.values())
print(f"{kept} numbers, for ten steps as for a thousand")

# %% [markdown]
# ## How long does a memory last?
#
# The forget gate is σ of `W_f @ x + U_f @ h + b_f`. Before a network has learned, its weights are small, and most of the sum is `b_f`, the **forget bias**. So each gate is about `f = σ(b_f)`, and after `n` steps $f^n$ is left of a memory (lesson 05).
#
# The **half-life** is the `n` at which half is left. It need not be whole.
#
# **Predict:** what is it for a forget bias of 0? And for 3: three steps? Ten? Thirty?
#
# **Your turn.** Write it for any forget bias. First on paper: solve $f^n = \tfrac12$ for $n$. A logarithm brings `n` down, $\log f^n = n \log f$; in NumPy it is `np.log`.


# %% nbgrader={"grade": false, "grade_id": "half-life", "locked": false, "schema_version": 3, "solution": true, "task": false}
def half_life(b_f):
    """After how many steps half of a memory is left, behind gates of σ(b_f)."""
    ### BEGIN SOLUTION
    f = sigmoid(b_f)
    return np.log(0.5) / np.log(f)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-half-life", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("half-life", half_life)

# %%
figures.half_lives([0, 1, 3], steps=20)

# %% [markdown]
# 1.0, 2.2 and 14.3 steps. The bias goes up evenly, the half-life does not: near 1 a little more gate is a lot more memory.
#
# Programs differ here. Keras starts the forget bias at 1. PyTorch draws its biases around 0, so there a memory begins with about one step, unless you set it.
#
# **Predict:** which bias has a half-life of 100 steps? Turn σ around: for a gate f the bias is $\log\frac{f}{1-f}$. Then see with the slider.

# %%
f = 0.5 ** (1 / 100)
print(f"gate {f:.4f}, forget bias {np.log(f / (1 - f)):.2f}")


# %% tags=["nbval-ignore-output"]
def one_half_life(bias):
    return figures.half_lives([bias], steps=120)


slider = interact(one_half_life, bias=FloatSlider(value=3, min=-2, max=6, step=0.25))

# %% [markdown]
# ## Four products, or one
#
# The Korean page that you know from lessons 04 to 06 notes that the input gate and the forget gate do not depend on each other. That is right, and holds for all four: each hears `x` and the *old* `h`, and none waits for another. So their weights may lie on top of one another, in one matrix:

# %%
figures.fused(D=5, H=3)

# %% [markdown]
# This is called **fusing**. Each program has its own order (lesson 03: Keras has i, f, c, o). Here it is f, i, o, c: then all that σ squashes lies together.
#
# From here on `W`, `U` and `b`, without a letter below, are the fused arrays.
#
# **Your turn.** Stack them. `np.concatenate([…])` puts matrices on top of one another, and vectors end to end.


# %% nbgrader={"grade": false, "grade_id": "fuse-gates", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fuse(p):
    """From twelve arrays by name to three: W (4H, D), U (4H, H), b (4H,), in the order f, i, o, c."""
    ### BEGIN SOLUTION
    W = np.concatenate([p["W_f"], p["W_i"], p["W_o"], p["W_c"]])
    U = np.concatenate([p["U_f"], p["U_i"], p["U_o"], p["U_c"]])
    b = np.concatenate([p["b_f"], p["b_i"], p["b_o"], p["b_c"]])
    return W, U, b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-fuse-gates", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("fuse-gates", fuse)

# %% [markdown]
# **Your turn.** Now the step with fused weights: one sum `z` of 4H numbers, cut into four, squashed, and then equations (1) and (2). `np.split(z, 4)` cuts into four equal pieces. The answer must be the same as that of `lstm_step`.


# %% nbgrader={"grade": false, "grade_id": "fused-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fused_step(x, h, c, W, U, b):
    """One step with one product.

    x (D,), h (H,), c (H,), W (4H, D), U (4H, H), b (4H,) -> the new h (H,), the new c (H,)
    """
    ### BEGIN SOLUTION
    f, i, o, c_tilde = np.split(W @ x + U @ h + b, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(c_tilde)
    h = sigmoid(o) * np.tanh(c)
    return h, c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-fused-step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("fused-step", fused_step)

# %% [markdown]
# **Predict,** for 80 inputs and 12 units: how many multiplications do the four sums take, and how many the one? And which is quicker?


# %%
def race(H, D=80):
    """Seconds for the sums of 100 steps, the least of ten tries: apart, and fused."""
    W, U, b = rng.standard_normal((4, H, D)), rng.standard_normal((4, H, H)), rng.standard_normal((4, H))
    W_all, U_all, b_all, x, h = np.vstack(W), np.vstack(U), np.hstack(b), np.ones(D), np.ones(H)

    def apart():
        return [W[k] @ x + U[k] @ h + b[k] for k in range(4)]

    def fused():
        return W_all @ x + U_all @ h + b_all

    assert np.allclose(np.hstack(apart()), fused())  # the same numbers
    return [min(timeit.repeat(sums, number=100, repeat=10)) for sums in (apart, fused)]


print("multiplications apart:", 4 * (12 * 80 + 12 * 12), "fused:", 48 * 80 + 48 * 12)
apart, fused = race(H=12)
print("fused takes less time:", fused < apart)

# %% [markdown]
# Not one multiplication is saved. But each call of NumPy costs some time before the first number is touched, and with small matrices that is most of it: sixteen calls become four.
#
# **Predict, then move the slider:** with more units, does fusing help more, or less? (Clocks waver, so your numbers will.)


# %% tags=["nbval-ignore-output"]
def show_race(H):
    apart, fused = race(H)
    print(f"{H} units: apart {1e4 * apart:.1f} µs a step, fused {1e4 * fused:.1f} µs")
    print(f"fused is {apart / fused:.1f} times as fast")


slider = interact(show_race, H=IntSlider(value=12, min=4, max=400, step=12, continuous_update=False))

# %% [markdown]
# Less: in large matrices the multiplications themselves take the time. (Lesson 10 comes back to speed.)
#
# Fusing has a second use, which comes soon: on the way back, too, there is only one matrix.
#
# ## Two roads back
#
# Now the gradient. As in lesson 04 we start from the end, and `dh` is the slope of the loss against `h`. In an LSTM two states go from step to step, so there are two roads back:

# %%
figures.lstm_way_back(3)

# %% [markdown]
# So two things come to a step: `dh`, against the new hidden state, and `dc`, against the new cell state, from the step after it.
#
# Equation (2) is a product ⊙, and there each factor gets the other one (lesson 05): `o` gets `dh` times tanh of the *new* `c`. Towards this `c` goes `dh * o`, on through the slope of tanh.
#
# But the new `c` has *two* listeners, `h` and the next step. What comes from both adds up to all that **arrives** at $c_t$, $a_t$ for short:
#
# $$a_t = dc_t + dh_t \odot {\color{#684dd9}{o_t}} \odot (1 - \tanh^2({\color{#b08114}{c_t}}))\tag{3}$$
#
# **Predict, by hand,** for one unit: `dc = 0.2`, `dh = 1`, `o = 0.5`, and tanh of the new `c` is 0.6. What arrives?

# %%
arrives = 0.2 + 1 * 0.5 * (1 - 0.6**2)
print(f"arrives at the new c: {arrives:.2f}")

# %% [markdown]
# In equation (1) the old cell state was multiplied by `f`. So of all that arrives it gets
#
# $$dc_{t-1} = a_t \odot {\color{#b74018}{f_t}}\tag{4}$$
#
# **Predict** it, with `f = 0.75`.

# %%
print(f"goes on to the old c: {arrives * 0.75:.2f}")

# %% [markdown]
# Is it true? By trying, as in lesson 04. The loss here is made so that `dh` is 1 and the share from later steps 0.2: it is `h + 0.2 * c`, of the new states. The old `c` is 0.4, and what is written brings the new one to $\log 2$, where tanh is 0.6.

# %%
written = np.log(2) - 0.75 * 0.4


def small_loss(c_old):
    c_new = 0.75 * c_old + written
    return 0.5 * np.tanh(c_new) + 0.2 * c_new


move = 1e-5
print(f"slope by trying: {(small_loss(0.4 + move) - small_loss(0.4 - move)) / (2 * move):.2f}")

# %% [markdown]
# The rest of equation (1), where `c` is the old cell state: `f` gets `a * c`, `i` gets `a * c_tilde`, and `c_tilde` gets `a * i`.
#
# One link more leads to the four sums before squashing. The slopes come from the squashed values, as in lesson 04: `f * (1 - f)` for a gate, `1 - c_tilde**2` for the candidate.
#
# **Your turn.** Write the way back through the cell, for vectors. You get both cell states, the old `c` and `c_new`. All that you get is `(H,)`, and so is each of the five that you give.
#
# | you give | what it is |
# |---|---|
# | `dc_before` | the slope against the old `c` |
# | `dz_f`, `dz_i`, `dz_o`, `dz_c` | the slopes against the four sums |


# %% nbgrader={"grade": false, "grade_id": "cell-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cell_backward(dh, dc, c, c_new, f, i, o, c_tilde):
    """From dh and dc, at the end of a step, to dc_before, dz_f, dz_i, dz_o, dz_c, in this order."""
    ### BEGIN SOLUTION
    shown = np.tanh(c_new)
    arrives = dc + dh * o * (1 - shown**2)
    dz_f = arrives * c * f * (1 - f)
    dz_i = arrives * c_tilde * i * (1 - i)
    dz_o = dh * shown * o * (1 - o)
    dz_c = arrives * i * (1 - c_tilde**2)
    return arrives * f, dz_f, dz_i, dz_o, dz_c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-cell-backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("cell-backward", cell_backward)

# %% [markdown]
# ## To the weights
#
# Here fusing pays a second time. Put the four end to end, and `dz` has 4H numbers. It belongs to `z = W @ x + U @ h + b`, and that is the sum of lesson 04, with more rows. So the rest is what you know: `dz @ W`, `dz @ U`, two tables of products, and `dz` itself. (The letters have changed places: here `U` meets `h`.)
#
# The gates of the step are needed once more. Here is the first half of your `fused_step`:


# %%
def gates(x, h, W, U, b):
    """f, i, o and c_tilde of one step, each (H,)."""
    f, i, o, c_tilde = np.split(W @ x + U @ h + b, 4)
    return sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(c_tilde)


# %% [markdown]
# **Your turn.** The whole step back. `h` and `c` are the states from *before* the step. Make the gates and the new `c`, call your `cell_backward`, and go on from there.


# %% nbgrader={"grade": false, "grade_id": "lstm-step-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_step_backward(dh, dc, x, h, c, W, U, b):
    """One step back: dx (D,), dh_before (H,), dc_before (H,), dW (4H, D), dU (4H, H), db (4H,)."""
    ### BEGIN SOLUTION
    f, i, o, c_tilde = gates(x, h, W, U, b)
    c_new = f * c + i * c_tilde
    dc_before, *dz = cell_backward(dh, dc, c, c_new, f, i, o, c_tilde)
    dz = np.concatenate(dz)
    return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lstm-step-backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("lstm-step-backward", lstm_step_backward)

# %% [markdown]
# Check it yourself as well. This is your `numerical_gradient` of lesson 04, and `compare` looks at each array in turn.


# %%
def numerical_gradient(f, x):
    """The slope of f against every entry of x, by trying."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += 1e-5
        behind[index] -= 1e-5
        gradient[index] = (f(ahead) - f(behind)) / 2e-5
    return gradient


# %%
def compare(way_back, loss, arrays):
    """Say of each gradient whether numerical_gradient finds the same."""
    try:
        for name, given in zip(arrays, way_back(), strict=True):
            tried = numerical_gradient(lambda a, name=name: loss(**arrays | {name: a}), arrays[name])
            same = np.shape(given) == tried.shape and np.allclose(given, tried, atol=1e-6)
            print(f"d{name}:", "the same" if same else "not the same")
    except Exception:
        print("This waits for your answers above: the cards say which.")


# %%
sizes = {"x": (2,), "h": (3,), "c": (3,), "W": (12, 2), "U": (12, 3), "b": (12,)}
arrays = {name: 0.7 * rng.standard_normal(size) for name, size in sizes.items()}
dh, dc = rng.standard_normal((2, 3))


def step_loss(x, h, c, W, U, b):
    """A made-up loss, whose slopes against the new states are dh and dc."""
    f, i, o, c_tilde = gates(x, h, W, U, b)
    c_new = f * c + i * c_tilde
    return dh @ (o * np.tanh(c_new)) + dc @ c_new


compare(lambda: lstm_step_backward(dh.copy(), dc.copy(), *arrays.values()), step_loss, arrays)

# %% [markdown]
# **Extra practice.** Back through a whole sequence. It is the loop of lesson 04, with two things that are handed on from step to step. Here the loss looks at hidden states only: `dhs[t]` is what it says about `hs[t + 1]`.
#
# | name | what it is | shape |
# |---|---|---|
# | `dhs`, `x` | what the loss says, the inputs | `(T, H)`, `(T, D)` |
# | `hs`, `cs` | the states, the start in front | each `(T + 1, H)` |
# | `dx` | the slopes against the inputs | `(T, D)` |
# | `dh_0`, `dc_0` | the slopes against the start | each `(H,)` |
# | `dW`, `dU`, `db` | added up over all steps | as `W`, `U`, `b` |


# %% nbgrader={"grade": false, "grade_id": "lstm-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_backward(dhs, x, hs, cs, W, U, b):
    """Back through a whole sequence: dx, dh_0, dc_0, dW, dU, db, in this order."""
    ### BEGIN SOLUTION
    dh, dc, dx = np.zeros_like(hs[0]), np.zeros_like(cs[0]), np.zeros_like(x)
    dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)
    for t in reversed(range(len(x))):
        back = lstm_step_backward(dhs[t] + dh, dc, x[t], hs[t], cs[t], W, U, b)
        dx[t], dh, dc = back[:3]
        dW += back[3]
        dU += back[4]
        db += back[5]
    return dx, dh, dc, dW, dU, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lstm-backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("lstm-backward", lstm_backward)

# %% [markdown]
# And by your own checker: six steps, and a loss that looks at every hidden state.


# %%
def run(x, h, c, W, U, b):
    """All states, the start in front, with fused weights."""
    hs, cs = [h], [c]
    for x_t in x:
        f, i, o, c_tilde = gates(x_t, hs[-1], W, U, b)
        cs.append(f * cs[-1] + i * c_tilde)
        hs.append(o * np.tanh(cs[-1]))
    return np.array(hs), np.array(cs)


# %%
arrays |= {"x": rng.standard_normal((6, 2))}
dhs = rng.standard_normal((6, 3))


def way_back():
    x, h, c, W, U, b = arrays.values()
    return lstm_backward(dhs.copy(), x, *run(x, h, c, W, U, b), W, U, b)


compare(way_back, lambda **moved: (dhs * run(**moved)[0][1:]).sum(), arrays)

# %% [markdown]
# ## How much arrives?
#
# Now look once more at equation (4): $dc_{t-1} = a_t \odot f_t$. From one cell state to the one before, the gradient meets the forget gate **and nothing else**. There is no slope of a squashing curve on this road, and no matrix. The gate has been through σ, but the gradient does not go through that σ: it passes the gate as a number from 0 to 1.
#
# **Your turn.** How much arrives along the cell state alone? `dc` is the slope against the last cell state, and row `t` of `fs` holds the gates of step `t`. Give T + 1 sizes, `np.linalg.norm(dc)`: at distance 0, at distance 1, and so on back to the start.


# %% nbgrader={"grade": false, "grade_id": "carried-sizes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def carried_sizes(dc, fs):
    """Sizes of a gradient along the cell state: dc (H,), fs (T, H) -> sizes (T + 1,)."""
    ### BEGIN SOLUTION
    sizes = [np.linalg.norm(dc)]
    for f in fs[::-1]:
        dc = dc * f
        sizes.append(np.linalg.norm(dc))
    return sizes
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-carried-sizes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("carried-sizes", carried_sizes)

# %% [markdown]
# The paper of 1997 had no forget gate yet, so the factor on this road was exactly 1. The authors called it the **constant error carousel**: what comes onto it goes round and round, and keeps its size. They cut off the other road on the way back. Here it stays.
#
# So now measure the whole gradient, by both roads, as lesson 04 did for the RNN: each seed draws a network of 20 units and random inputs over 40 steps, and a gradient of length 1 starts at the end. Every matrix that meets `h` has a norm of 0.9, in the RNN and in the LSTM.


# %%
def with_norm(norm, rng, H=20):
    return norm * np.linalg.qr(rng.standard_normal((H, H)))[0]


def draw_run(b_f, rng, T=40, H=20):
    """An LSTM with this forget bias, random inputs, and the states that it went through."""
    p = {name: np.zeros(shape) for name, shape in lstm_ref.lstm_shapes(H, H).items()}
    for gate in "fico":
        p |= {f"W_{gate}": np.eye(H), f"U_{gate}": with_norm(0.9, rng)}
    p["b_f"] += b_f
    x, states = 0.3 * rng.standard_normal((T, H)), [(np.zeros(H), np.zeros(H))]
    for x_t in x:
        states.append(lstm_step(x_t, *states[-1], p))
    return p, x, states


# %% [markdown]
# The gradient starts at the last cell state, with `dh` zero. At each distance its size is the length of `dh` and `dc` together. Beside it, `alone` goes along the cell state only.


# %%
def lstm_sizes(seed, b_f):
    """At each distance: the size of the whole gradient, and of what came along c alone."""
    rng = np.random.default_rng(seed)
    p, x, states = draw_run(b_f, rng)
    dc = rng.standard_normal(20)
    dc /= np.linalg.norm(dc)
    dh, alone, sizes = np.zeros(20), dc, [(1.0, 1.0)]
    for t in reversed(range(40)):
        h, c = states[t]
        alone = alone * sigmoid(p["W_f"] @ x[t] + p["U_f"] @ h + p["b_f"])
        _, dh, dc, _ = lstm_ref.lstm_step_backward(dh, dc, x[t], h, c, p)
        sizes.append((np.linalg.norm([dh, dc]), np.linalg.norm(alone)))
    return np.array(sizes).T


# %% [markdown]
# And the RNN, as in lesson 04:


# %%
def rnn_sizes(seed, T=40, H=20):
    rng = np.random.default_rng(seed)
    W, x, dh = with_norm(0.9, rng), 0.3 * rng.standard_normal((T, H)), rng.standard_normal(H)
    dh /= np.linalg.norm(dh)
    hs, sizes = [np.zeros(H)], [1.0]
    for x_t in x:
        hs.append(np.tanh(x_t + W @ hs[-1]))
    for h in hs[:0:-1]:
        dh = (dh * (1 - h**2)) @ W
        sizes.append(np.linalg.norm(dh))
    return sizes


# %% [markdown]
# **Predict** the order of the four lines after 40 steps: the RNN, and LSTMs with forget bias 0, 1 and 3. Is each LSTM better than the RNN?

# %%
curves, alone = {"RNN": [rnn_sizes(seed) for seed in range(30)]}, {}
for b_f in (0, 1, 3):
    whole = [lstm_sizes(seed, b_f) for seed in range(30)]
    curves[f"LSTM, bias {b_f}"], alone[b_f] = np.swapaxes(whole, 0, 1)
for label, sizes in curves.items():
    print(f"{label}: {np.mean(sizes, axis=0)[40]:.1g} after 40 steps")
figures.gradient_against_distance(curves)

# %% [markdown]
# **With a forget bias of 0 the LSTM is worse than this RNN.** Its gates are half closed, and half of a half of a half is soon nothing. What keeps a gradient is not the name of the cell but an open forget gate. With bias 1 much more arrives than in the RNN. With bias 3 the gradient is about as large after 20 steps as at the start, and then even grows.
#
# Why does it grow, if gates are below 1? **Predict:** how much came along the cell state alone, with bias 3?

# %%
roads = {"all roads": curves["LSTM, bias 3"], "along c alone": alone[3]}
for k in (14, 20, 40):
    whole, carried = (np.mean(sizes, axis=0)[k] for sizes in roads.values())
    power = sigmoid(3) ** k
    print(f"after {k} steps: by all roads {whole:.2f}, along c {carried:.3f}; σ(3) ** {k} is {power:.3f}")
figures.gradient_against_distance(roads)

# %% [markdown]
# Along `c` it is the power of a memory: about half after 14 steps. Lesson 05 announced it: **the half-life of a memory is the half-life of its gradient.**
#
# The rest came by the lower road, through `h` and the gates, with slopes and `U` as in an RNN. What comes that way can vanish or grow. So an LSTM does not keep gradients from exploding: they are clipped here, too. What it can prevent is the *vanishing*, by open gates.
#
# ## Does it learn?
#
# The task of lesson 04: the first number of a sequence is 1 or -1, the others are noise. At the end, unit 0 should show half of the first. The RNN learned it at 5 steps and at 10, but not at 20.


# %%
def first_numbers(T, rng, N=32):
    x = 0.3 * rng.standard_normal((N, T, 1))
    x[:, 0, 0] = rng.choice([-1, 1], N)
    return x, 0.5 * x[:, 0]


x, wanted = first_numbers(5, np.random.default_rng(7))
print("the first:", x[0, :, 0].round(1), "wanted:", wanted[0])

# %% [markdown]
# `lstm_ref.layers` does what your functions do, for 32 sequences at once. `looks` is 1 at the steps that the loss looks at.


# %%
def learn(layer, x, wanted, looks, rate):
    """One step of learning, with clipping; gives the loss."""
    run = layer.forward(x)
    wrong = looks * (run.hs[:, :, 0] - wanted)
    dhs = np.zeros_like(run.hs)
    dhs[:, :, 0] = wrong / len(x)
    gradients = layer.backward(run, dhs).weights
    lstm_ref.optimise.clip_norm(gradients, 1.0)
    lstm_ref.optimise.SGD(layer.weights, rate).step(gradients)
    return (wrong**2).mean() / looks.mean()


# %%
def small_lstm(D, H, b_f, rng):
    """An LSTM with small weights and no bias but the forget bias."""
    p = {name: 0.3 * rng.standard_normal(shape) for name, shape in lstm_ref.lstm_shapes(D, H).items()}
    p = {name: array * {"W": 1, "U": 1 / 3, "b": 0}[name[0]] for name, array in p.items()}
    return lstm_ref.layers.LSTM(p | {"b_f": np.full(H, float(b_f))})


# %% [markdown]
# Each sequence has 20 steps. There are 200 steps of learning, each from 32 new sequences.


# %%
def remember_the_first(layer, T=20):
    rng, losses = np.random.default_rng(5), []
    for _ in range(200):
        x, wanted = first_numbers(T, rng)
        losses.append(learn(layer, x, wanted, looks=np.eye(T)[-1], rate=0.3))
    return ", ".join(f"{np.mean(losses[end - 20 : end]):.2f}" for end in (20, 50, 100, 200))


# %% [markdown]
# Whoever always answers 0 has a loss of 0.25. **Predict:** which of the four learn it?

# %%
rng = np.random.default_rng(5)
rnn = {"U": 0.3 * rng.standard_normal((16, 1)), "W": with_norm(0.5, rng, 16), "b": np.zeros(16)}
layers = {"RNN": lstm_ref.layers.RNN(rnn)}
layers |= {f"LSTM, bias {b_f}": small_lstm(1, 16, b_f, np.random.default_rng(5)) for b_f in (0, 1, 3)}
print("loss after 20, 50, 100, 200 steps of learning")
for label, layer in layers.items():
    print(f"{label}: {remember_the_first(layer)}")

# %% [markdown]
# As the figure said: with a forget bias of 0 nothing is learned, no more than by the RNN; with 3 soon; with 1 later. (With another seed the line of bias 1 changes most. Try it.)
#
# The equations are the same in all three. Only the gates start more open: so a gradient arrives, and so there is something to learn from.
#
# ## What a unit learns
#
# One more task for a memory. A text has brackets, one inside another at most: `see (the (old) mill)`. At each letter a single unit should say whether it is inside a bracket (0.8) or not (0). It hears only whether the letter is `(`, `)` or neither.


# %%
def one_hot(text):
    return np.array([[each not in "()", each == "(", each == ")"] for each in text], dtype=float)


def depth(text):
    """How many brackets are open after each letter."""
    return np.cumsum([(each == "(") - (each == ")") for each in text])


def some_text(rng, T=20):
    text, deep = "", 0
    for lot in rng.random(T).tolist():
        each = "(" if lot < 0.25 and deep < 2 else ")" if lot > 0.75 and deep > 0 else "a"
        text, deep = text + each, deep + (each == "(") - (each == ")")
    return text


print(some_text(rng), some_text(rng))

# %% [markdown]
# It learns from 32 such texts.


# %%
def bracket_unit(b_f, inside):
    """The fused weights of a unit that has learned where a text is inside brackets."""
    rng = np.random.default_rng(7)
    unit, texts = small_lstm(3, 1, b_f, rng), [some_text(rng) for _ in range(32)]
    x, wanted = np.array([one_hot(text) for text in texts]), np.array([0.8 * inside(text) for text in texts])
    losses = [learn(unit, x, wanted, looks=np.ones(20), rate=1.0) for _ in range(300)]
    print(f"loss {losses[0]:.2f} before learning, {losses[-1]:.3f} after")
    return [np.concatenate([unit.weights[f"{letter}_{gate}"] for gate in "fioc"]) for letter in "WUb"]


# %% [markdown]
# Then it reads a sentence that it has not met.
#
# **Predict:** it is told inside or not, nothing else. What must its memory hold at the first `)` of the sentence, to know that it is *still* inside?


# %%
def picture(text, W, U, b):
    x = one_hot(text)
    hs, cs = run(x, np.zeros(1), np.zeros(1), W, U, b)
    rows = [gates(x_t, h, W, U, b) for x_t, h in zip(x, hs, strict=False)]
    f, i, o, c_tilde = np.array(rows)[:, :, 0].T.round(2)
    rows = {"f": f, "i": i, "c_tilde": c_tilde, "c": cs[1:, 0].round(2), "o": o, "h": hs[1:, 0].round(2)}
    return figures.gates_over_time(rows, text)


sentence = "see (the (old) mill) by (us)"
picture(sentence, *bracket_unit(b_f=3, inside=lambda text: depth(text) > 0))

# %% [markdown]
# It has learned to **count**. Read down the columns of the brackets: the input gate opens, the candidate is about 1 at `(` and about -1 at `)`. The cell state goes to 1, to 2, and back. At the letters the input gate is shut and the forget gate open: nothing happens. And `h` shows what was asked for: something near 0.7 or more where the count is not 0.
#
# Nobody said count. But the cell state adds, it is not bounded by 1, and an open forget gate loses nothing.
#
# Now another rule: one `)` closes all that is open.


# %%
def still_open(text):
    """Where the last bracket was an opening one."""
    places = range(1, len(text) + 1)
    return np.array([text.rfind("(", 0, k) > text.rfind(")", 0, k) for k in places])


print(sentence)
print("".join("i" if each else "." for each in still_open(sentence)))

# %% [markdown]
# To take off 1 will not do, for the count may be 2. And this time the unit starts with a forget bias of 0, its gate half closed.
#
# **Predict:** which gate will it use at `)`? Can a gate open by itself?

# %%
forgetter = bracket_unit(b_f=0, inside=still_open)
picture(sentence, *forgetter)

# %% [markdown]
# It **forgets**. At `)` the forget gate closes, and whatever was there is gone in one step: that is what the gate was invented for. (It closes at `(` too: a new 1 takes the place of the old.)

# %%
for each in "a()":
    print(each, "forget gate", gates(one_hot(each)[0], np.zeros(1), *forgetter)[0].round(2))

# %% [markdown]
# And at letters the gate has opened by itself: the forget bias is only a start. It could, because here the loss looks at every step. To remember the first number, a gradient had to come from twenty steps away, and through half-closed gates it did not arrive.
#
# ## Back to the question
#
# How can a gradient come back through forty steps of squashing? It does not have to. From cell state to cell state it is multiplied by `f` alone. The squashings are beside the road: they *make* the gate. And a gate can be near 1, while the slope of σ never passes a quarter.
#
# **Predict:** what is left after forty steps with a gate of 0.99? Of 0.9? And with the slope of σ, where it is steepest?

# %%
for factor, name in ((0.99, "a gate of 0.99"), (0.9, "a gate of 0.9"), (0.25, "the slope of σ")):
    print(f"{name}: {factor**40:.2g} is left")

# %% [markdown]
# The gates must be open: that is why the forget bias starts at 1 or more.

# %% [markdown]
# ## In your own words
#
# The asker's last question, on the Korean page: how can a gradient keep its size, if it goes through σ and tanh at each step? **Write the answer that is missing there,** in three to six sentences. A person reads it, and gives up to 2 points:
#
# - **1 point** for the road: from which state to which the gradient goes, what it is multiplied by at each step, and what it does *not* go through, and why not.
# - **1 point** for the limits: when it vanishes all the same, with a number of your own (a gate, and what is left after some steps), and what else comes back beside this road.

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer-the-asker", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# It does not go through them. The cell state is c_t = f ⊙ c_{t-1} + i ⊙ c̃, so on the way back from c_t to c_{t-1} the gradient is multiplied by f_t, entry by entry, and by nothing else: σ and tanh make the gates and the candidate, but they are not on the line of the cell state itself. A gate can be as near to 1 as you like, while the slope of σ is at most 0.25.
#
# It still vanishes where the gates are not open: with f = 0.9 only 0.9^40, about 0.015, is left after forty steps. Besides this road there is another, through h and the gates, with slopes and U as in a plain RNN; it may vanish or grow, so an LSTM still needs clipping.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - Two states go from step to step, and start from zeros. The weights are the same at every step.
# - A forget bias of 0, 1 or 3 means a half-life of 1.0, 2.2 or 14.3 steps, for the memory and for its gradient.
# - All four sums hear the same `x` and the same `h`: one product does for all. The order of the blocks must be known.
# - All that arrives at the new `c`: `dc + dh * o * (1 - np.tanh(c_new)**2)`. Times `f` it goes on to the old `c`.
# - Along the cell state a gradient meets the forget gate only. Open gates keep it; half-closed ones lost it faster than our RNN did.
# - The road through `h` is still there, and may explode: clip.
# - Start the forget bias at 1 or more where something is to be remembered.

# %% [markdown]
# ## One question to stretch
#
# If open gates are so good, why not start the forget bias at 10? Find the half-life; then find `f * (1 - f)`, by which whatever the forget gate should learn is multiplied. What would be hard for such a network, and on which kind of task would you not mind? Which bias would you choose for sequences of 100 steps?

# %% [markdown]
# ## Sources
#
# - S. Hochreiter and J. Schmidhuber, *Long Short-Term Memory*, Neural Computation 9 (8), 1997: the constant error carousel.
# - F. Gers, J. Schmidhuber and F. Cummins, *Learning to Forget: Continual Prediction with LSTM*, Neural Computation 12 (10), 2000: the forget gate.
# - F. Gers and J. Schmidhuber, *LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages*, IEEE Transactions on Neural Networks 12 (6), 2001: cells that count.
# - A. Graves and J. Schmidhuber, *Framewise Phoneme Classification with Bidirectional LSTM and Other Neural Network Architectures*, Neural Networks 18, 2005: the way back by all roads.
# - R. Jozefowicz, W. Zaremba and I. Sutskever, *An Empirical Exploration of Recurrent Network Architectures*, ICML 2015: the forget bias.
# - C. Tallec and Y. Ollivier, *Can Recurrent Neural Networks Warp Time?*, ICLR 2018: biases for a given length.
# - The page with ten steps and a random start: an article of hocvietcode.com on the parameters of an LSTM, in a Japanese translation.
# - The page with the open question: a public question on the forget layer, asked by user1157751 and answered by StatsSorceress, in a Korean translation.
