# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 Gradients through time
#
# **A network reads fifty numbers, and its answer at the end is wrong. How does it find out what it should have done differently at the very first number? And why does it so often not find out?**
#
# After this lesson you can take a gradient back through an RNN, step by step; check it by trying; say why gradients vanish or explode; and clip them. You need the RNN of lessons 01 to 03, and to know that a derivative is the slope of a curve. Allow 90 to 120 minutes, or about 60 without the **extra practice**: what is marked so may wait for another day, and nothing later in the lesson builds on it.

# %%
import numpy as np
from ipywidgets import FloatSlider, interact

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## The way back
#
# To learn, a network needs one number that says how wrong its answer was: the **loss**, `L`. The smaller, the better.
#
# Then it asks of each weight: if you were a little larger, how much would the loss change? That is a slope, ∂L/∂w. In code it is called `dw`. In the same way `dh` is the slope of the loss against `h`: **`d` always stands for "slope of the loss against".**
#
# The slopes of all weights together are the **gradient**. In one step of learning each weight moves a little against its slope, and the loss gets smaller.
#
# How is the gradient found? From the end:

# %%
figures.way_back(3)

# %% [markdown]
# From one hidden state to the next there are two links. First a sum is made, called `z`. Then tanh squashes it:
#
# $$z_t = {\color{#348ca0}{U}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{W}}\,{\color{#5891e9}{h_{t-1}}} + b\tag{1}$$
#
# $${\color{#5891e9}{h_t}} = \tanh(z_t)\tag{2}$$
#
# The **chain rule** says: where a change goes through several links, one after another, their slopes multiply.
#
# Take one unit with no input and no bias, and `w = 2`. If `h` grows by 0.001, the sum `w * h` grows by 0.002. At the sum 1, the slope of tanh is 0.42.
#
# **Predict:** by how much does `tanh(w * h)` grow, where `h` is 0.5?

# %%
w, h = 2.0, 0.5
grown = np.tanh(w * (h + 0.001)) - np.tanh(w * h)
print(f"slope of tanh at 1: {(np.tanh(1.001) - np.tanh(1)) / 0.001:.2f}")
print(f"tanh(w * h) grows by {grown:.5f}, that is {grown / 0.001:.2f} for each 1 of h")

# %% [markdown]
# 2 × 0.42 = 0.84. Two links, two factors.
#
# ## How steep is a squashing curve?
#
# The weights can be any numbers. The slopes of the squashing curves cannot. Here are the curves again. You need both: the newcomer's network of lesson 03 squashes by σ, and so will an LSTM.

# %%
figures.squashing()

# %% [markdown]
# **Your turn.** First σ(z) = 1 / (1 + exp(−z)). What is its slope, for any `z`? Work it out on paper. You need $\exp' = \exp$ and $(1/u)' = -u'/u^2$. It becomes short when you write it with σ(z) itself.


# %% nbgrader={"grade": false, "grade_id": "sigmoid-slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid_slope(z):
    """The slope of σ at every entry of z: a number or an array of any shape."""
    ### BEGIN SOLUTION
    f = sigmoid(z)
    return f * (1 - f)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-sigmoid-slope", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("sigmoid-slope", sigmoid_slope)

# %% [markdown]
# **And tanh.** Here tanh(z) = sinh(z) / cosh(z), with sinh' = cosh and cosh' = sinh. You need $(u/v)' = (u'v - uv')/v^2$ and $\cosh^2 - \sinh^2 = 1$. Again it becomes short when you write it with tanh(z) itself.


# %% nbgrader={"grade": false, "grade_id": "tanh-slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tanh_slope(z):
    """The slope of tanh at every entry of z: a number or an array of any shape."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-tanh-slope", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("tanh-slope", tanh_slope)

# %% [markdown]
# ## A claim to test
#
# A Korean question-and-answer page that many learners read says: in the middle of their active region, both tanh and sigmoid have a derivative near 1. The asker wanted to see an example. There was none.
#
# **Your turn.** Where is each curve steepest, and how steep is it there? Use your two functions, as a calculator. What ends in `_at` is a `z`, what ends in `_greatest` is a slope. Two digits are enough.
#
# Then the last one: a change goes through σ three times, one after another. What is the most that can be left of it, if 1 is all of it?

# %% nbgrader={"grade": false, "grade_id": "steepest", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
sigmoid_at = 0
sigmoid_greatest = 0.25
tanh_at = 0
tanh_greatest = 1
after_three_sigmoids = 0.25**3
### END SOLUTION

steepest = {"sigmoid_at": sigmoid_at, "sigmoid_slope": sigmoid_greatest}
steepest |= {"tanh_at": tanh_at, "tanh_slope": tanh_greatest}
steepest |= {"three_sigmoids": after_three_sigmoids}

# %% nbgrader={"grade": true, "grade_id": "check-steepest", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("steepest", steepest)

# %% [markdown]
# Measured, without any formula: the rise between points 0.01 apart, divided by 0.01.

# %%
z = np.linspace(-6, 6, 1201)
for name, curve in (("σ", sigmoid(z)), ("tanh", np.tanh(z))):
    measured = np.diff(curve) / 0.01
    near_1 = (measured > 0.9).sum() * 0.01
    print(f"{name}: at most {measured.max():.2f}; above 0.9 over a width of {near_1:.2f}")
figures.slopes()

# %% [markdown]
# So the page is wrong about σ: its slope never passes a quarter. About tanh it is nearly right: the slope is 1 at one place, and above 0.9 only for `z` between about −0.33 and 0.33.
#
# The same page works through an example with σ. Its sums are 92, 177 and 136. **Predict:** what are the slopes there?
#
# σ is stored as exactly 1 so far out. The last line finds the slope without that rounding: for large `z` it is almost `exp(-z)`.

# %%
sums = np.array([92, 177, 136])
f = sigmoid(sums)
print("σ:            ", f)
print("f * (1 - f):  ", f * (1 - f))
print("really, about:", [f"{slope:.0e}" for slope in np.exp(-sums)])

# %% [markdown]
# These units are saturated, like the newcomer's in lesson 03. On the way back, whatever arrives is multiplied by 1e-40 or less, so nothing arrives at the weights behind them. They cannot learn.
#
# ## Two steps, by hand
#
# One unit again, now with inputs: `h_1 = tanh(x_1 + w * h_0)`, then `h_2 = tanh(x_2 + w * h_1)`. It starts at `h_0 = 0.25`, with `w = 2`. The two inputs are chosen so that the states come out as 0.6 and 0.8 (`np.arctanh` undoes tanh).
#
# The answer should have been 0.4, and the loss is half the square of what is missing: `L = 0.5 * (h_2 - 0.4) ** 2`. The half is there so that its slope is simply `h_2 - 0.4`.
#
# **Predict:** should `w` be larger or smaller?

# %%
x_1, x_2 = np.arctanh(0.6) - 2 * 0.25, np.arctanh(0.8) - 2 * 0.6


def small_loss(w):
    h_1 = np.tanh(x_1 + w * 0.25)
    h_2 = np.tanh(x_2 + w * h_1)
    return 0.5 * (h_2 - 0.4) ** 2


for w in (1.9, 2.0, 2.1):
    print(f"w = {w}: loss {small_loss(w):.4f}")

# %% [markdown]
# Smaller. Now find out *how much* the loss changes with `w`, from the end, link by link. For the second step:
#
# | back to | the slope of this link | so far |
# |---|---|---|
# | `h_2` | `h_2 - 0.4` | `dh_2 = 0.4` |
# | `z_2`, through tanh | `1 - h_2**2` | `dz_2 = dh_2 * 0.36` |
# | `w`, which met `h_1` | `h_1` | `dw_2 = dz_2 * 0.6` |
# | `h_1`, which met `w` | `w` | `dh_1 = dz_2 * 2` |
#
# The slope of tanh needs no new tanh: `h_2` is tanh(z) already. At `z_2` the way parts: one goes to `w`, one goes on to `h_1`.
#
# `dw_2` is only the share of the second step. **Predict** the other three numbers on the right.

# %%
dh_2 = 0.8 - 0.4
dz_2 = dh_2 * (1 - 0.8**2)
dw_2 = dz_2 * 0.6
dh_1 = dz_2 * 2
print(f"dh_2 = {dh_2:.4f}, dz_2 = {dz_2:.4f}, dw_2 = {dw_2:.4f}, dh_1 = {dh_1:.4f}")

# %% [markdown]
# **Your turn.** Go on from `dh_1 = 0.288`, in the same way, through the first step. The states were `h_0 = 0.25`, `h_1 = 0.6`, `h_2 = 0.8`. Give at least three digits.
#
# - `dz_1`: back through tanh.
# - `dw_1`: the share of the first step in the slope of `w`.
# - `dw`: the slope of `w` itself. The same `w` is used at both steps: two ways lead from it to the loss, side by side, and what comes along them **adds up**.
# - `dh_0`: back to the start.

# %% nbgrader={"grade": false, "grade_id": "two-steps-by-hand", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
dz_1 = 0.288 * (1 - 0.6**2)
dw_1 = dz_1 * 0.25
dw = dw_1 + 0.0864
dh_0 = dz_1 * 2
### END SOLUTION

by_hand = {"dz_1": dz_1, "dw_1": dw_1, "dw": dw, "dh_0": dh_0}

# %% nbgrader={"grade": true, "grade_id": "check-two-steps-by-hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("two-steps-by-hand", by_hand)

# %% [markdown]
# Is it true? There is a second way to a slope: try. Move `w` a little to both sides, and see how the loss changes.

# %%
move = 0.00001
change = small_loss(2 + move) - small_loss(2 - move)
print(f"w moves by {2 * move:.5f}, the loss changes by {change:.7f}")
print(f"slope by trying: {change / (2 * move):.4f}")

# %% [markdown]
# Compare it with your `dw`. Trying needs no chain rule, so it finds mistakes in one.
#
# Why both sides? On one side only, the bend of the curve gets into the result; with both, most of it cancels. This is called **central differences**.
#
# ## A checker of your own
#
# **Your turn.** Write it for a function of a whole array. `f` takes an array like `x` and gives one number. Give back an array of the shape of `x`: the slope of `f` against each entry. Move one entry at a time, by `1e-5` to each side, and leave all the others where they are.
#
# `np.ndindex(x.shape)` goes over the places of an array with any number of axes: `for index in np.ndindex(x.shape)`, and then `x[index]`.


# %% nbgrader={"grade": false, "grade_id": "numerical-gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(f, x):
    """The slope of f against every entry of x, by trying: an array of the shape of x."""
    ### BEGIN SOLUTION
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += 1e-5
        behind[index] -= 1e-5
        gradient[index] = (f(ahead) - f(behind)) / 2e-5
    return gradient
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-numerical-gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("numerical-gradient", numerical_gradient)

# %% [markdown]
# You will use it to check your own work. Then why not learn with it?
#
# **Predict:** for one gradient it runs the whole network twice for each weight. How many runs is that for 100 units that hear each other and one input?

# %%
weights = 100 * 1 + 100 * 100 + 100
print(weights, "weights,", 2 * weights, "runs")

# %% [markdown]
# The way back gives all of these slopes in one go. It is called **backpropagation through time**.
#
# ## One step back
#
# Now for vectors. `dh` arrives at the new hidden state. Undo equation (2), then (1). Through tanh each unit goes by itself (⊙ multiplies entry by entry, in NumPy `*`; lesson 05 is about it):
#
# $$dz = dh \odot (1 - {\color{#5891e9}{h_t}} \odot {\color{#5891e9}{h_t}})\tag{3}$$
#
# Then the sum. Unit `k` adds up `U[k, j] * x[j]` over all inputs `j`. So the weight `U[k, j]` moves only the sum of unit `k`, and it does so by `x[j]`: its slope is `dz[k] * x[j]`.
#
# **Predict,** for two units and three inputs: which shape has `dU`? What stands in it at `[1, 2]`?

# %%
dz = np.array([1.0, -2.0])
x = np.array([3.0, 0.0, 4.0])
print("dU[1, 2] =", dz[1] * x[2])
print("dU[0, 2] =", dz[0] * x[2])
print("dU[0, 1] =", dz[0] * x[1], "- an input of 0 teaches its weights nothing")

# %% [markdown]
# `dU` has the shape of `U`, as every gradient has the shape of its array: here (2, 3).
#
# **Your turn.** Give the slopes of all weights of a step, from `dz`. `W` met the hidden state before the step, `h`; the bias met nothing, it is just added. `np.outer(a, b)` makes the table of all products `a[k] * b[j]`.


# %% nbgrader={"grade": false, "grade_id": "weight-gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def weight_gradients(dz, x, h):
    """The slopes of the loss against the weights of one step.

    dz (H,), x (D,), h (H,) -> dU (H, D), dW (H, H), db (H,)
    """
    ### BEGIN SOLUTION
    return np.outer(dz, x), np.outer(dz, h), dz
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-weight-gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("weight-gradients", weight_gradients)

# %% [markdown]
# Next, the way to the input and to the hidden state before. Input `j` is heard by *every* unit: by unit `k` with the weight `U[k, j]`. So there are as many ways from it to the loss as there are units, side by side, and they add up:
#
# `dx[j] = dz[0] * U[0, j] + dz[1] * U[1, j] + …`
#
# **Predict** `dx[0]` and `dx[2]` for the `U` below. Do you add up along a row of `U` or along a column?

# %%
U = np.array([[5.0, 1.0, 2.0], [1.0, 0.0, 3.0]])
print("dx[0] =", dz[0] * U[0, 0] + dz[1] * U[1, 0])
print("dx[2] =", dz[0] * U[0, 2] + dz[1] * U[1, 2])

# %% [markdown]
# Along a column. Forwards, `U @ x` adds up along the rows; on the way back the columns are added up. That is a product with the transpose, `U.T @ dz`, or shorter `dz @ U`:
#
# $$dx = {\color{#348ca0}{U}}^\top dz \qquad dh_{t-1} = {\color{#5891e9}{W}}^\top dz\tag{4}$$
#
# **Your turn.** Write the whole step back. The forward run has kept its hidden states, so you get both: `h` from before the step, and `h_new`, which came out of it. You may call your `weight_gradients`, and unpack its three: `dU, dW, db = …`


# %% nbgrader={"grade": false, "grade_id": "rnn-step-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_step_backward(dh, x, h, h_new, U, W):
    """One step back, where dh is the slope of the loss against h_new.

    dh (H,), x (D,), h (H,), h_new (H,), U (H, D), W (H, H)
    -> dx (D,), dh_before (H,), dU (H, D), dW (H, H), db (H,)
    """
    ### BEGIN SOLUTION
    dz = dh * (1 - h_new**2)
    dx = dz @ U
    dh_before = dz @ W
    return dx, dh_before, *weight_gradients(dz, x, h)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rnn-step-backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("rnn-step-backward", rnn_step_backward)

# %% [markdown]
# Now check it with your own checker, as you would if there were no card. `compare` takes each array in turn, moves its entries with your `numerical_gradient`, and looks whether your way back says the same.


# %%
def compare(way_back, loss, arrays):
    """Say of each gradient whether numerical_gradient finds the same."""
    try:
        for name, given in zip(arrays, way_back(), strict=True):
            tried = numerical_gradient(lambda a, name=name: loss(**arrays | {name: a}), arrays[name])
            tried = np.asarray(tried, dtype=float)
            same = np.shape(given) == tried.shape and np.allclose(given, tried, atol=1e-6)
            print(f"d{name}:", "the same" if same else "not the same")
    except Exception:
        print("This waits for your answers above: the cards say which.")


# %% [markdown]
# The loss here is `g @ h_new`. It is made up, but handy: its slope against `h_new` is just `g`.

# %%
rng = np.random.default_rng(4)
g = rng.standard_normal(3)
arrays = {"x": rng.standard_normal(2), "h": rng.uniform(-1, 1, 3)}
arrays |= {"U": rng.standard_normal((3, 2)), "W": rng.standard_normal((3, 3)), "b": rng.standard_normal(3)}


def step_loss(x, h, U, W, b):
    return g @ np.tanh(U @ x + W @ h + b)


x, h, U, W, b = arrays.values()
h_new = np.tanh(U @ x + W @ h + b)
compare(lambda: rnn_step_backward(g.copy(), x, h, h_new, U, W), step_loss, arrays)

# %% [markdown]
# ## A whole sequence back
#
# The forward run keeps all hidden states in `hs`. In lesson 02 that was `(T, H)`, a state after each step. The way back also needs the state that the first step started from. So from here on the start stands in front, `hs[0]` is `h_0`, and `hs` is `(T + 1, H)`.
#
# Python counts from 0, so `x[0]` is `x_1`, and **step `t` reads `x[t]`, and goes from `hs[t]` to `hs[t + 1]`.**


# %%
def rnn_forward(x, h_0, U, W, b):
    """All hidden states (T + 1, H): hs[0] is the start, hs[t + 1] comes after x[t]."""
    hs = [h_0]
    for x_t in x:
        hs.append(np.tanh(U @ x_t + W @ hs[-1] + b))
    return np.array(hs)


print(rnn_forward(np.array([[0.5], [-1.0]]), np.zeros(1), np.ones((1, 1)), np.ones((1, 1)), 0).round(2))

# %% [markdown]
# Going back, a hidden state may have two listeners: the loss, if it looks at this step, and the next step. What comes from both adds up.
#
# **Your turn.** Go back through a whole sequence, last step first.
#
# | name | what it is | shape |
# |---|---|---|
# | `dhs` | `dhs[t]`: what the loss itself says about `hs[t + 1]` | `(T, H)` |
# | `x`, `hs` | the inputs and the hidden states | `(T, D)`, `(T + 1, H)` |
# | `dx` | the slopes against the inputs | `(T, D)` |
# | `dh_0` | the slope against the start, `hs[0]` | `(H,)` |
# | `dU`, `dW`, `db` | the slopes against the weights, added up over all steps | as `U`, `W`, `b` |
#
# You may call your `rnn_step_backward`. All numbers are floats.


# %% nbgrader={"grade": false, "grade_id": "rnn-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_backward(dhs, x, hs, U, W):
    """Back through a whole sequence: dx, dh_0, dU, dW, db, in this order."""
    ### BEGIN SOLUTION
    dx, dh = np.zeros_like(x), np.zeros_like(hs[0])
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros_like(hs[0])
    for t in reversed(range(len(x))):
        back = rnn_step_backward(dhs[t] + dh, x[t], hs[t], hs[t + 1], U, W)
        dx[t], dh = back[:2]
        dU += back[2]
        dW += back[3]
        db += back[4]
    return dx, dh, dU, dW, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rnn-backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("rnn-backward", rnn_backward)

# %% [markdown]
# And with your own checker: six steps, and a loss that looks at every hidden state, each entry with a slope of its own.

# %%
many = rng.standard_normal((6, 3))


def sequence_loss(x, h, U, W, b):
    return (many * rnn_forward(x, h, U, W, b)[1:]).sum()


arrays |= {"x": rng.standard_normal((6, 2))}
x, h, U, W, b = arrays.values()
hs = rnn_forward(x, h, U, W, b)
compare(lambda: rnn_backward(many.copy(), x, hs, U, W), sequence_loss, arrays)

# %% [markdown]
# Half of the question is answered: this is how a network finds out what it should have done at the first step.
#
# ## How much arrives?
#
# The other half is why it so often does not. Let the loss look at the last hidden state only. How large is the gradient, the further back it goes?
#
# The size of a vector is its length, the root of the sum of its squares: `np.linalg.norm(dh)`.
#
# **Extra practice.** `dh` is the slope against the last state, `hs[T]`. Give T + 1 sizes: that of `dh` itself (distance 0), that of the slope against `hs[T - 1]` (distance 1), and so on back to `hs[0]`.


# %% nbgrader={"grade": false, "grade_id": "gradient-sizes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradient_sizes(dh, hs, W):
    """The size of the gradient at each distance from the end.

    dh (H,), hs (T + 1, H), W (H, H) -> sizes (T + 1,)
    """
    ### BEGIN SOLUTION
    sizes = [np.linalg.norm(dh)]
    for h in hs[:0:-1]:
        dh = (dh * (1 - h**2)) @ W
        sizes.append(np.linalg.norm(dh))
    return sizes
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-gradient-sizes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("gradient-sizes", gradient_sizes)

# %% [markdown]
# How large can it be at most? In each step back there are two factors.
#
# - The slopes: each at most 1 for tanh, at most 0.25 for σ.
# - `W`. It turns vectors and stretches them. The most that it can stretch any vector is called its **norm**, `np.linalg.norm(W, 2)`. (Without the 2, NumPy gives another norm.) The transpose has the same. (The spectral radius of lesson 03 is what the stretching settles on in the long run. One step may stretch by more.)
#
# **Predict:** the matrix below stretches vectors of length 1. By how much at most, and at least?

# %%
W = np.array([[2.0, 0.0], [0.0, 0.5]])
angles = np.linspace(0, np.pi, 181)
stretched = np.linalg.norm(W @ [np.cos(angles), np.sin(angles)], axis=0)
print(f"from {stretched.min():.2f} to {stretched.max():.2f}; the norm is {np.linalg.norm(W, 2):.2f}")

# %% [markdown]
# **Extra practice.** A gradient of length 1 goes back over `distance` steps. How long can it be at most? `steepest` is the greatest slope of the squashing curve.


# %% nbgrader={"grade": false, "grade_id": "gradient-bound", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradient_bound(W, steepest, distance):
    """The most that can arrive of a gradient of length 1: W (H, H), steepest and distance are numbers."""
    ### BEGIN SOLUTION
    return (np.linalg.norm(W, 2) * steepest) ** distance
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-gradient-bound", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("gradient-bound", gradient_bound)

# %% [markdown]
# Now measure. Each **seed**, a number that starts the random generator, draws a network of 20 tanh units, random inputs over 40 steps, and a gradient of length 1 at the end. The network's `W` has the norm that we ask for: `np.linalg.qr` gives a matrix that only turns, and the number in front of it stretches.


# %%
def sizes_of_seed(seed, norm, T=40, H=20):
    rng = np.random.default_rng(seed)
    W = norm * np.linalg.qr(rng.standard_normal((H, H)))[0]
    x, dh = 0.3 * rng.standard_normal((T, H)), rng.standard_normal(H)
    hs = rnn_forward(x, np.zeros(H), np.eye(H), W, 0)
    dh /= np.linalg.norm(dh)
    sizes = [1.0]
    for h in hs[:0:-1]:
        dh = (dh * (1 - h**2)) @ W
        sizes.append(np.linalg.norm(dh))
    return sizes


# %% [markdown]
# Thirty seeds with a norm of 0.9. The bound is 0.9 to the power of the distance.
#
# **Predict:** how much of the gradient is left after 40 steps, at most? And will the networks come near the bound?

# %%
distances = np.arange(41)
sizes = [sizes_of_seed(seed, norm=0.9) for seed in range(30)]
print(f"after 40 steps: bound {0.9**40:.4f}, mean of the seeds {np.mean(sizes, axis=0)[40]:.6f}")
figures.gradient_against_distance({"norm 0.9": sizes}, bound=0.9**distances)

# %% [markdown]
# The gradient **vanishes**: straight down on this axis means that each step multiplies by about the same factor below 1. It falls faster than the bound, because most units are not at 0, where tanh is steepest.
#
# Is `W` just too small? **Predict,** then move the slider: with a norm of 1, is the gradient kept? From which norm on does it grow?


# %% tags=["nbval-ignore-output"]
def vanish_or_grow(norm):
    sizes = [sizes_of_seed(seed, norm) for seed in range(10)]
    return figures.gradient_against_distance({f"norm {norm:.2f}": sizes}, bound=norm**distances)


norms = FloatSlider(value=1.0, min=0.5, max=2.5, step=0.1, continuous_update=False)
slider = interact(vanish_or_grow, norm=norms)

# %% [markdown]
# Even with a norm of 1 it vanishes, by the slopes alone. In the mean of the ten seeds it grows from a norm of about 1.4 on: after 40 steps its length is 0.4 with a norm of 1.3, and 1.4 with one of 1.4. A norm above 1 *may* let it grow. It need not: a larger `W` also makes larger states, and there the slopes are smaller.
#
# The extreme case is the newcomer's network of lesson 03: 100 σ units, all weights drawn between 0 and 1. The norm of its `W` is about 50.
#
# **Predict:** does its gradient explode or vanish?

# %%
rng = np.random.default_rng(4)
W, U = rng.uniform(0, 1, (100, 100)), rng.uniform(0, 1, (100, 50))
h = np.zeros(100)
for t in range(3):
    z = U[:, t] * np.sin(0.2 * t) + W @ h
    h = sigmoid(z)
    slope = np.exp(-z) * h**2  # as h * (1 - h), without its rounding
    print(f"step {t}: sums from {z.min():.0f} to {z.max():.0f}, greatest slope {slope.max():.2g}")
print(f"norm of W: {np.linalg.norm(W, 2):.0f}")

# %% [markdown]
# It vanishes, in a single step: 50 × 4.1e-19 leaves nothing. At step 0 all sums are 0 (sin 0 is 0, and `h` starts at 0); from step 1 on all units are saturated.
#
# ## When it grows
#
# Smaller inputs (they keep the units near 0, where tanh is steep) or a larger norm, and the gradient can grow from step to step: it **explodes**. Three norms, 30 steps, 30 seeds each. **Predict** the order of the three lines at distance 30, and roughly how far apart they are.

# %%
curves = {f"norm {norm}": [sizes_of_seed(seed, norm, T=30) for seed in range(30)] for norm in (0.5, 1, 3)}
for label, sizes in curves.items():
    smallest, largest = np.min(sizes, axis=0)[30], np.max(sizes, axis=0)[30]
    print(f"{label}: from {smallest:.0e} to {largest:.0e}")
figures.gradient_against_distance(curves)

# %% [markdown]
# What is so bad about a large gradient? Here is a loss with a cliff. One unit takes 20 steps, `h = tanh(w * h - 0.1)`, from 0.3, and should end at 0.6. With a `w` left of about 1.36 it falls towards a negative state, right of that it climbs to a positive one.


# %%
def cliff_loss(w):
    h = 0.3
    for _ in range(20):
        h = np.tanh(w * h - 0.1)
    return 0.5 * (h - 0.6) ** 2


weights = np.linspace(1.3, 1.5, 201)
figures.loss_over_weight(weights, cliff_loss(weights), {"start": 1.36})

# %% [markdown]
# At the start the slope is very steep. A step of learning is `w = w - 0.05 * dw`.
#
# **Predict:** where does the first step take `w`? And can it come back from there?


# %%
def cliff_slope(w):
    return (cliff_loss(w + 1e-6) - cliff_loss(w - 1e-6)) / 2e-6


w = 1.36
print(f"w = {w:.2f}, loss {cliff_loss(w):.4f}, slope {cliff_slope(w):.0f}")
for count in range(1, 4):
    w = w - 0.05 * cliff_slope(w)
    print(f"after step {count}: w = {w:.2f}, loss {cliff_loss(w):.4f}, slope {abs(cliff_slope(w)):.0e}")

# %% [markdown]
# One step, and `w` is far away, where the unit is saturated and the slope vanishes. It stays there. The loss fell, to 0.08, but the 0.002 close by, at `w = 1.38`, is out of reach for good.
#
# ## Clipping
#
# The slope was right about the direction: to the right, and down. Only it was too long. So shorten it. There are two ways: cut off each *element* at a limit, or shorten the whole vector until its *norm* (its length, the size of above) is at the limit.
#
# **Predict:** the gradient below is `[3, 1]`, the limit is 1. What does each way make of it? Which one keeps the direction?

# %%
figures.clipping([3, 1], limit=1)

# %% [markdown]
# Clipping by norm only shortens. Clipping by element turned the gradient by 27°: the large entry lost two thirds, the small one nothing.
#
# Turn the gradient. **Before you do:** at which angles does clipping by element keep the direction?


# %% tags=["nbval-ignore-output"]
def turn(angle):
    return figures.clipping([3 * np.cos(np.radians(angle)), 3 * np.sin(np.radians(angle))], limit=1)


slider = interact(turn, angle=FloatSlider(value=20, min=0, max=90, step=5))

# %% [markdown]
# Only at 0°, 45° and 90°: where the entries are equal, or one of them is 0.
#
# **Your turn.** Clip by the norm. The gradients come in a dict of arrays, such as `{"U": dU, "W": dW, "b": db}`. Together they are **one** long vector: one norm for all, and one factor. Give back a dict of the same names and shapes. If the norm is not above the limit, nothing changes.


# %% nbgrader={"grade": false, "grade_id": "clip-norm", "locked": false, "schema_version": 3, "solution": true, "task": false}
def clip_norm(gradients, limit):
    """The gradients, together shortened to the length limit where they are longer."""
    ### BEGIN SOLUTION
    norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
    if norm <= limit:
        return gradients
    return {name: gradient * limit / norm for name, gradient in gradients.items()}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-clip-norm", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("clip-norm", clip_norm)

# %% [markdown]
# From the same start, with the slope clipped to 1. (For a single weight the two ways of clipping are the same.)

# %%
w, path = 1.36, {"start": 1.36}
for count in range(1, 11):
    w = w - 0.05 * np.clip(cliff_slope(w), -1, 1)
    if count in (1, 10):
        path[f"step {count}"] = w
        print(f"after step {count}: w = {w:.3f}, loss {cliff_loss(w):.4f}")
figures.loss_over_weight(weights, cliff_loss(weights), path)

# %% [markdown]
# Clipping mends exploding gradients. It cannot mend vanishing ones. Nor does it help to make a short gradient longer: the shares of the recent steps would grow just as much as the tiny share of the first one.
#
# ## Back to the question
#
# A task for the memory: the first number of a sequence is 1 or −1, all others are noise. At the end, unit 0 should show half of the first number. Whoever always answers 0 is off by 0.5, and has a mean square of 0.25 as loss. Sixteen units read 32 such sequences side by side.


# %%
def task(T, rng, N=32):
    """N sequences of noise with a first number to remember, and what is wanted at the end."""
    x = 0.3 * rng.standard_normal((N, T, 1))
    x[:, 0, 0] = rng.choice([-1, 1], N)
    return x, 0.5 * x[:, 0, 0]


x, wanted = task(5, np.random.default_rng(4))
print("the first three:\n", x[:3, :, 0].round(1), "\nwanted:", wanted[:3])

# %% [markdown]
# Now they learn, for 300 steps, with the forward run, the way back and the clipping of `lstm_ref`, which do what yours do, for 32 sequences at once. `W` starts with a norm of 0.5. Between the last state and the first number lie T − 1 steps back.
#
# **Predict:** is it learned at 5 steps? At 10? At 20?


# %%
def learn(T, H=16):
    rng, losses, start = np.random.default_rng(4), [], (np.zeros((32, H)),)
    p = {"U": 0.3 * rng.standard_normal((H, 1)), "b": np.zeros(H)}
    p["W"] = 0.5 * np.linalg.qr(rng.standard_normal((H, H)))[0]
    for _ in range(300):
        x, wanted = task(T, rng)
        hs, _ = lstm_ref.unroll(lstm_ref.rnn_step, x, start, p)
        wrong, dhs = hs[:, -1, 0] - wanted, np.zeros_like(hs)
        dhs[:, -1, 0] = wrong / 32
        _, _, dp = lstm_ref.unroll_backward(lstm_ref.rnn_step, lstm_ref.rnn_step_backward, x, start, p, dhs)
        lstm_ref.optimise.clip_norm(dp, 1.0)
        p = {name: p[name] - 0.3 * dp[name] for name in p}
        losses.append((wrong**2).mean())
    return losses


# %%
for T in (5, 10, 20):
    losses = learn(T)
    late = ", ".join(f"{np.mean(losses[end - 20 : end]):.4f}" for end in (20, 100, 200, 300))
    print(f"{T:2} steps: bound {0.5 ** (T - 1):.0e}; loss after 20, 100, 200, 300 steps of learning: {late}")

# %% [markdown]
# Five steps: learned at once. Ten: it takes a while to begin. Twenty: after 300 steps of learning it still answers 0, as if nothing had been said. The gradient at the first number is there, exactly computed, and far too small to move anything.
#
# That is the answer. The way back always finds what should have been done. But each step multiplies it, by slopes of at most 1 and by the same `W`. A product of many factors either vanishes or explodes, unless they are near 1.
#
# So a network that should remember needs a way through time whose factor *can* be near 1, without a squashing curve on it. What keeps such a factor is the subject of lesson 05; the LSTM of lesson 06 is built on it.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - `dh` is the slope of the loss against `h`, and has the shape of `h`.
# - Links in a row multiply. Ways side by side add up: that is why the gradients of shared weights are summed over time.
# - One step back: `dz = dh * (1 - h_new**2)`, then `dz @ U`, `dz @ W`, and tables of products for the weights.
# - tanh has a slope of at most 1, reached at 0 only; σ of at most 0.25. Saturated units let nothing through.
# - Over k steps at most (norm of `W` × steepest slope) to the power of k arrives. Below 1 it must vanish; above 1 it may explode.
# - Clip by the norm of all gradients together: that keeps the direction. Clipping does not help against vanishing.
# - Check every way back by central differences before you trust it.

# %% [markdown]
# ## One question to stretch
#
# Which norm must `W` have at least, for the gradient to be *able* to explode in a network of σ units? Compare with tanh. Then: a unit with no squashing at all, `h = w * h + x`, keeps its gradient for ever if `w` is exactly 1. What does such a unit compute, and what would be awkward about a network made of nothing else?

# %% [markdown]
# ## Sources
#
# - P. Werbos, *Backpropagation through time: what it does and how to do it*, Proceedings of the IEEE 78 (10), 1990.
# - Y. Bengio, P. Simard and P. Frasconi, *Learning long-term dependencies with gradient descent is difficult*, IEEE Transactions on Neural Networks 5 (2), 1994: why gradients vanish.
# - R. Pascanu, T. Mikolov and Y. Bengio, *On the difficulty of training recurrent neural networks*, 2013: the bound, the cliff, and clipping by the norm.
# - S. Hochreiter and J. Schmidhuber, *Long Short-Term Memory*, Neural Computation 9 (8), 1997: the way out.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, chapter 10, 2016: the letters.
# - The page with the sums 92, 177, 136 and the claim on slopes: a public question on the forget layer, asked by user1157751 and answered by StatsSorceress, in a Korean translation.
# - The network with weights between 0 and 1: a public question on the matrices W and U of an RNN, in a Chinese translation.
