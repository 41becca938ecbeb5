# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 Entry by entry: the product ⊙
#
# **`W @ h` multiplies, and `f * c` multiplies. Why does a network need two kinds of product, and how can you tell which one you have in front of you?**
#
# After this lesson you can tell ⊙ from `@`, and from what NumPy stretches, by shapes alone; gate a memory by hand; find the one trap of shapes that gives no error; write ⊙ as a matrix; carry a gradient back through it; and say what a gate is not. Allow 45 to 60 minutes; what is marked **extra practice** may wait for another day.

# %%
import numpy as np
from ipywidgets import IntSlider, interact

from grader import check, progress
from lstm_ref import figures

# %% [markdown]
# ## A mask over a picture
#
# To a computer a picture is a table of numbers. This small one has 8 rows and 12 columns, and is made in code: a house and a tree. Here 0 means no ink, and 1 means as much as there can be.

# %%
picture = np.full((8, 12), 0.1)  # the sky
picture[6:] = 0.35  # the ground
picture[3:7, 1:6] = 0.6  # a wall,
picture[2, 1:6] = picture[1, 2:5] = 0.9  # a roof,
picture[4, 2] = picture[4, 4] = 0  # two windows
picture[1:4, 8:11] = 0.7  # leaves
picture[4:6, 9] = 1  # and a trunk
print(picture[4])


# %% [markdown]
# A **mask** is another table of the same shape. It holds 1 where the picture should stay, 0 where it should go, and something between where it should be dimmed. This one is a round spot:


# %%
def spot(row, column):
    rows, columns = np.mgrid[:8, :12]
    distance = np.hypot(rows - row, columns - column)
    return np.clip(3.6 - distance, 0, 1)


print(spot(4, 3)[4].round(2))

# %% [markdown]
# Each number of the picture is multiplied by the number of the mask **at the same place**. The sign for that is ⊙. In the drawing a large number has much ink, so where the *mask* has ink, the picture stays.
#
# **Predict before you run:** what is left of the tree? What becomes of the windows, which are 0 already?

# %%
figures.masked(picture, spot(4, 3))

# %% [markdown]
# The tree is gone, and nobody could get it back from what is left: 0 times anything is 0. Where the mask is 0.6, say, the picture is dimmed, and could be restored. A window stays 0 under any mask: ⊙ cannot add anything.
#
# Move the spot. Where must it stand for the tree to be seen whole?


# %% tags=["nbval-ignore-output"]
def move(row, column):
    return figures.masked(picture, spot(row, column))


sliders = interact(move, row=IntSlider(value=4, min=0, max=7), column=IntSlider(value=3, min=0, max=11))

# %% [markdown]
# ## Three numbers, by hand
#
# In an equation, with $k$ for the place:
#
# $$(a \odot b)_k = a_k\,b_k$$
#
# This is the **Hadamard product**, or the product entry by entry. Some books write ∘. In NumPy, PyTorch and Keras it is `*`. (In MATLAB `*` is the matrix product, and `.*` is this one.)
#
# The question-and-answer page of lesson 04, which also serves the next lesson, gives an example: `[1, 2, 3] ⊙ [3, 2, 1]`.
#
# **Predict** what that is, and what `@` makes of the same two vectors.

# %%
a, b = np.array([1, 2, 3]), np.array([3, 2, 1])
print("a * b =", a * b)
print("a @ b =", a @ b)

# %% [markdown]
# 1×3, 2×2, 3×1: the page is right. `@` makes the same three products, and then adds them up.
#
# So there is one table behind both. Let every entry of `a` meet every entry of `b`:

# %%
figures.all_products([1, 2, 3], [3, 2, 1])

# %% [markdown]
# Keep this picture in mind: the third line, the whole table, is where most accidents happen. We come to it soon.
#
# ⊙ asks for two arrays **of the same shape**: every entry needs a partner. NumPy's `*` does not ask for so much.
#
# **Your turn.** Write ⊙ for vectors and for tables, so that it does ask. Where the shapes are equal, return the product. Where they differ, return `None`, even if NumPy would give something. (In a program of your own you would rather raise an error.)


# %% nbgrader={"grade": false, "grade_id": "hadamard", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hadamard(a, b):
    """The product entry by entry: two arrays of one shape -> an array of that shape; otherwise None."""
    ### BEGIN SOLUTION
    if a.shape != b.shape:
        return None
    return a * b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hadamard", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("hadamard", hadamard)

# %% [markdown]
# ## A gate is a mask over a memory
#
# A plain RNN makes its whole hidden state anew at every step, and lesson 04 measured how little of a gradient comes back through many steps. The cure, in the next lesson, is a **memory** `c`, one number for each unit, and a mask over it. (In lessons 02 and 03 `c` was the bias of an output; from here on it is a memory.) The mask is called a **gate**, here `f`, and is also one number for each unit, from 0 to 1:
#
# $${\color{#b74018}{f}} \odot {\color{#b08114}{c}}$$
#
# **1 means keep**, 0 means let go. **Predict:** what does the gate `[1, 0.5, 0]` leave of the memory `[3, -2, 4]`?

# %%
figures.gated_memory(c=[3, -2, 4], f=[1, 0.5, 0])

# %% [markdown]
# A gate brings a number nearer to 0, or leaves it. It never takes it further away, and never turns its sign.
#
# **Your turn,** on paper.
#
# 1. `kept`: what does the gate `[0.5, 0.8, 0.9]` leave of the memory `[4, -5, 10]`?
# 2. `gate`: another gate left `[4, -1, 0]` of that memory `[4, -5, 10]`. Which gate was it?
# 3. `left`: the gate `[0.5, 1, 0]` meets the memory `[8, 8, 8]`, and at the next step what is left of it, and so on. What is left after three steps?
#
# Write each as a list of three numbers.

# %% nbgrader={"grade": false, "grade_id": "gate-by-hand", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
kept = [2, -4, 9]
gate = [1, 0.2, 0]
left = [1, 8, 0]
### END SOLUTION

by_hand = {"kept": kept, "gate": gate, "left": left}

# %% nbgrader={"grade": true, "grade_id": "check-gate-by-hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("gate-by-hand", by_hand)

# %% [markdown]
# Step after step a gate multiplies again, so what is left is a power of it. **Predict:** of which of these gates is more than half left after ten steps?

# %%
for f in (0.5, 0.8, 0.9, 0.99):
    print(f"a gate of {f}: {f:.2f} after one step, {f**10:.3f} after ten")

# %% [markdown]
# Only of the last one. A gate has to be very near 1 to keep something for long.

# %% [markdown]
# ## Which product is it? Read the shapes
#
# | you read | what must fit | what comes out |
# |---|---|---|
# | `A @ B` | the last axis of `A` and the first of `B`: equal | those two axes are used up, the others are left |
# | a ⊙ b, in books | all axes: equal | the same shape |
# | `a * b`, in NumPy | axis by axis **from the right**: equal, or one of them 1, or missing | the larger of the two, on each axis |
#
# What is 1 or missing is stretched: the same numbers are used again. NumPy calls that **broadcasting**. Write the shapes under each other, with their ends on the right:
#
# | | | |
# |---|---|---|
# | a table | 2 | 5 |
# | a vector | | 5 |
# | their `*` | 2 | 5 |
#
# **Predict,** for `table` (2, 5), `vector` (5,) and `pair` (2,): the shapes of `table * vector` and `table @ vector`. Does `table * pair` work?

# %%
table, vector, pair = np.ones((2, 5)), np.ones(5), np.ones(2)
print("table * vector:", (table * vector).shape)
print("table @ vector:", (table @ vector).shape)
try:
    table * pair
except ValueError as error:
    print("table * pair:  ", error)

# %% [markdown]
# `table * pair` fails: read from the right, a 5 stands over a 2. (`pair[:, None]` is a column, of shape (2, 1), and would fit.)
#
# A single number has no axis. Its shape is an empty pair of brackets, `()`.
#
# **Your turn.** Predict the shapes of eight products, without running them:
#
# | array | shape |
# |---|---|
# | `u` and `v` | `(4,)` |
# | `column` | `(4, 1)` |
# | `matrix` | `(3, 4)` |
#
# In the names below `star` stands for `*`, and `at` for `@`. Write a tuple, or `"error"` where NumPy refuses. One case has no error where you might like one.

# %% nbgrader={"grade": false, "grade_id": "predict-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
u_star_v = (4,)
u_at_v = ()
column_star_v = (4, 4)
matrix_star_v = (3, 4)
matrix_at_v = (3,)
matrix_at_column = (3, 1)
matrix_star_column = "error"
v_at_matrix = "error"
### END SOLUTION

predicted = {"u * v": u_star_v, "u @ v": u_at_v, "column * v": column_star_v}
predicted |= {"matrix * v": matrix_star_v, "matrix @ v": matrix_at_v, "v @ matrix": v_at_matrix}
predicted |= {"matrix * column": matrix_star_column, "matrix @ column": matrix_at_column}

# %% nbgrader={"grade": true, "grade_id": "check-predict-shapes", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("predict-shapes", predicted)

# %% [markdown]
# Now let NumPy say it.

# %%
arrays = {"u": np.ones(4), "v": np.ones(4), "column": np.ones((4, 1)), "matrix": np.ones((3, 4))}
for product in predicted:
    try:
        print(f"{product:15}", eval(product, arrays).shape)
    except ValueError:
        print(f"{product:15} error")

# %% [markdown]
# ## The trap that gives no error
#
# `column * v` is the one to be afraid of. Both hold four numbers, and together they give 16: the 1 is stretched, and so is the axis that `v` lacks.
#
# | | | |
# |---|---|---|
# | `column` | 4 | 1 |
# | `v` | | 4 |
# | `column * v` | 4 | 4 |
#
# It is the whole table of the picture above. And `+` and `-` stretch in the same way.
#
# Here is where it costs people days. Many networks give their predictions as a column, `(N, 1)`. The targets, what should have come out, are often a vector, `(N,)`. A usual loss is the mean of the squared differences.
#
# **Predict:** below, the predictions are perfect. What should the loss be? What is it?

# %%
target = np.array([1.0, 2.0, 3.0, 4.0])
perfect = target[:, None]  # as a network gives it: a column
difference = perfect - target
print("shape of the difference:", difference.shape)
print("loss of perfect predictions:", np.mean(difference**2))

# %% [markdown]
# Every prediction was compared with every target. **Predict:** by this loss, what would be better than perfect? Try a network that always says the mean, 2.5.

# %%
for value in (2.0, 2.5, 3.0):
    always = np.full((4, 1), value)
    print(f"always {value}: loss {np.mean((always - target) ** 2)}")

# %% [markdown]
# Always saying the mean has half the loss of being right. Each prediction is compared with all the targets, so the best that it can say is their mean. A network trained on this loss learns just that, while its loss goes down as it should. Lesson 03 had one reason why a network gives the same number whatever comes in; this is another. Print the two shapes.
#
# **Your turn.** Mend the loss. It should compare each prediction with its own target, whether the two come as vectors `(N,)`, as columns `(N, 1)`, or one as a vector and the other as a column.


# %% nbgrader={"grade": false, "grade_id": "mend-the-column", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mean_squared_error(prediction, target):
    """The mean of the squared differences: each (N,) or (N, 1) -> one number.

    In need of mending: np.mean((prediction - target) ** 2)
    """
    ### BEGIN SOLUTION
    return np.mean((prediction.ravel() - target.ravel()) ** 2)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-mend-the-column", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("mend-the-column", mean_squared_error)

# %% [markdown]
# Two habits help: give vectors one axis, and compare shapes where two arrays first meet. `assert` stops with an error unless what follows is true, and shows what stands after the comma.
#
# ```python
# assert prediction.shape == target.shape, (prediction.shape, target.shape)
# ```

# %% [markdown]
# ## What a matrix would have to be
#
# Could `@` do the work of ⊙? In `W @ h` every unit hears every unit: row k of `W` says how much unit k hears of each. For ⊙, unit k must hear only itself.
#
# **Your turn.** Write a function that makes a matrix `A` of a vector `a`, so that `A @ b` equals `a ⊙ b` whatever `b` is. Begin on paper, with three numbers. What stands in row 0, if the result is to be `a[0] * b[0]`?


# %% nbgrader={"grade": false, "grade_id": "as-matrix", "locked": false, "schema_version": 3, "solution": true, "task": false}
def as_matrix(a):
    """The matrix that does what a does by ⊙: a (n,) -> A (n, n)."""
    ### BEGIN SOLUTION
    return np.diag(a)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-as-matrix", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("as-matrix", as_matrix)

# %% [markdown]
# Such a matrix is called **diagonal**, and the equation is
#
# $$a \odot b = \mathrm{diag}(a)\,b$$
#
# **Predict:** what does it cost to do it that way with 1000 units? How many multiplications, and how many numbers to keep?

# %%
A, memory = np.diag([0.5, 0.8, 0.9]), np.array([4, -5, 10])
print(A)
print("A @ memory =", A @ memory)
n = 1000
print(f"⊙:       {n:,} multiplications, {n:,} numbers")
print(f"diag, @: {n * n:,} multiplications, {n * n:,} numbers, {n * n - n:,} of them 0")

# %% [markdown]
# Nobody computes it so. But it says what ⊙ is: the matrix product in which no unit hears another. Read `f ⊙ c` as a recurrent network whose matrix is diagonal, and each unit keeps its number, or loses it, by itself.

# %% [markdown]
# ## Its gradient
#
# Let `z = a ⊙ b`, and let a loss be made of `z`. From whatever comes after `z` you are given `dz`, as in lesson 04: the slope of the loss against each entry of `z`. It has the shape of `z`. Wanted are `da` and `db`.
#
# First by central differences, as in lesson 04. The gate is `a`, the memory `b`. We nudge one entry at a time, that is, move it a little to both sides, and see what the loss does.
#
# **Predict:** unit 2 has a closed gate. What will `db` say of its memory?

# %%
a, b, dz = np.array([1.0, 0.5, 0.0]), np.array([3.0, -2.0, 4.0]), np.array([1.0, 10.0, 100.0])


def loss(a, b):
    return (dz * (a * b)).sum()  # any loss whose slope in z is dz


s = 1e-6
for k in range(3):
    nudge = s * np.eye(3)[k]
    da_k = (loss(a + nudge, b) - loss(a - nudge, b)) / (2 * s)
    db_k = (loss(a, b + nudge) - loss(a, b - nudge)) / (2 * s)
    print(f"unit {k}: da = {da_k:.3f}, db = {db_k:.3f}")

# %% [markdown]
# Compare with `a`, `b` and `dz`. Unit 1: `da` is -20, where `b` is -2 and `dz` is 10.
#
# One entry of `z` is one product, $z_k = a_k b_k$. Its slope in $a_k$ is $b_k$, and its slope in $b_k$ is $a_k$. By the chain rule each is multiplied by $dz_k$. No other entry has to do with it.
#
# **Your turn.** Write it for arrays of any shape.


# %% nbgrader={"grade": false, "grade_id": "hadamard-backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hadamard_backward(a, b, dz):
    """The gradients of z = a ⊙ b: a, b and dz of one shape -> da, db, each of that shape."""
    ### BEGIN SOLUTION
    da = dz * b
    db = dz * a
    return da, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hadamard-backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("hadamard-backward", hadamard_backward)

# %% [markdown]
# A gate is a mask in both directions. What it lets through on the way there, it lets through on the way back: `db = dz ⊙ a`. Unit 2 had a gate of 0, so nothing came back to its memory, however large its `dz`.
#
# **Predict:** a gradient goes back through ten steps, each with the same gate. How much of it arrives, for each of these gates?

# %%
arriving = np.ones(4)
gates = np.array([0.5, 0.8, 0.9, 1.0])
for _ in range(10):
    arriving = arriving * gates
print(arriving.round(3))

# %% [markdown]
# The same powers as before. With an open gate the gradient arrives whole, and so did the memory. This is the reason for gates, and lesson 07 measures it.

# %% [markdown]
# ## A gate is not a lottery
#
# The page of the example explains a forget gate of `[0.5, 0.8, 0.9]` differently. For each unit it draws a random number, evenly from 0 to 1: call it a **lot**. If the lot is smaller than the gate, the unit is "on", and "on" means: forget.
#
# Two things are wrong. First, the direction. A gate of 0.9 *keeps* 0.9. So let us keep a number when its lot is smaller than the gate. Second, a gate draws no lots. But let us test that: perhaps drawing them does the same.
#
# **Predict:** the memory is `[4, -5, 10]`, and the lots fall as `[0.3, 0.9, 0.2]`. What is left? What would the gate leave?

# %%
f, c, u = np.array([0.5, 0.8, 0.9]), np.array([4.0, -5.0, 10.0]), np.array([0.3, 0.9, 0.2])
for k in range(3):
    left_k = c[k] if u[k] < f[k] else 0
    print(f"gate {f[k]}, lot {u[k]}: the lottery leaves {left_k:g}, the gate {f[k] * c[k]:g}")

# %% [markdown]
# The lottery keeps the 4 and the 10 whole, and loses the -5. The gate leaves the same part of each, every time.
#
# One draw says little. **Your turn.** Draw lots for `N` runs at once.
#
# | name | what it is | shape |
# |---|---|---|
# | `f` | the gate: how often each unit is kept | `(H,)` |
# | `c` | the memory | `(H,)` |
# | `u` | the lots: a row for each run, a column for each unit | `(N, H)` |
# | returns | what is left: the number of `c` where the lot is smaller than the gate, otherwise 0 | `(N, H)` |
#
# Here NumPy's stretching is of use.


# %% nbgrader={"grade": false, "grade_id": "draw-lots", "locked": false, "schema_version": 3, "solution": true, "task": false}
def draw_lots(f, c, u):
    """What a lottery leaves of a memory: f (H,), c (H,), u (N, H) -> (N, H)."""
    ### BEGIN SOLUTION
    return np.where(u < f, c, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-draw-lots", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("draw-lots", draw_lots)

# %% [markdown]
# Now 100,000 draws, from the memory `[4, -5, 10]`. **Predict** their mean. Is it near what the gate leaves?
#
# The **variance** says how far the draws lie from their mean: it is the mean of the squared distances. What is the variance of the gate?

# %%
rng = np.random.default_rng(5)
draws = np.where(rng.uniform(size=(100_000, 3)) < f, c, 0.0)
print("gate, every time:    ", f * c)
print("lottery, mean:       ", draws.mean(axis=0).round(2))
print("lottery, variance:   ", draws.var(axis=0).round(2))
print("lottery, first draws:", *draws[:3])

# %% [markdown]
# **The same mean, and a different thing.** The gate always gives the same: its variance is 0. The lottery never once gives -4.
#
# Can you say mean and variance without drawing? A unit's number is `c` in a share `f` of the draws, and 0 in the others. The variance is also *the mean of the squares, minus the square of the mean*.
#
# **Extra practice.** Write both, for each unit. With the numbers above you can compare.


# %% nbgrader={"grade": false, "grade_id": "lottery-moments", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lottery_moments(f, c):
    """Of what the lottery leaves, for each unit: f (H,), c (H,) -> mean (H,), variance (H,)."""
    ### BEGIN SOLUTION
    mean = f * c
    mean_of_squares = f * c**2
    return mean, mean_of_squares - mean**2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lottery-moments", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("lottery-moments", lottery_moments)

# %% [markdown]
# Does the difference matter, if the mean is the same? Over time it does. Take a memory of 1, a gate of 0.9, and 15 steps. In the lottery a new lot is drawn at each step, and what is lost stays lost.
#
# **Predict:** after 15 steps, what does one run of the lottery hold?

# %%
stays = rng.uniform(size=(10_000, 15)) < 0.9
whole = np.hstack([np.ones((10_000, 1)), np.cumprod(stays, axis=1)])
figures.gate_and_lots(gate=0.9 ** np.arange(16), lots=whole)

# %% [markdown]
# Behind the gate a little less is left at every step, in every run. In the lottery a run holds everything or nothing.
#
# There is a second difference. A network learns by slopes. **Predict:** nudge the gate a little, with the lots as they fell. What changes in the lottery?


# %%
f, c, u = np.array([0.5, 0.8, 0.9]), np.array([4.0, -5.0, 10.0]), np.array([0.3, 0.9, 0.2])
s = 1e-6


def lottery(f):
    return (u < f) * c


def gating(f):
    return f * c


for name, leave in (("gate", gating), ("lottery", lottery)):
    print(name, "slope:", ((leave(f + s) - leave(f - s)) / (2 * s)).round(3))

# %% [markdown]
# The slope of the gate is the memory, as your `hadamard_backward` says. The lottery has none: a lot that fell stays where it fell, and a nudge of `f` changes nothing. There is nothing for learning to follow. A gate can be *learned*, because it multiplies.
#
# Some networks do draw lots on purpose, but only while they train, and of a chance that is set by hand. That is **dropout**: another tool, for another job.

# %% [markdown]
# ## Back to the question
#
# Why two kinds of product? **Predict:** we change one number of a vector, the first. How many numbers of the result change, with `@` and with ⊙?

# %%
W, f = rng.standard_normal((5, 5)), rng.uniform(size=5)
before = rng.standard_normal(5)
after = before + np.array([1, 0, 0, 0, 0])
print("W @ h changed:", W @ after != W @ before)
print("f * c changed:", f * after != f * before)

# %% [markdown]
# `@` **mixes**: every unit hears every unit, and that is how a network finds out something new. ⊙ **lets through**: each unit is scaled by itself, and that is how it keeps what it has. An LSTM makes its gates by `@`, and uses them by ⊙.
#
# And how do you tell them apart? By the shapes. `(H, H)` and `(H,)` that give `(H,)` are `@`. `(H,)` and `(H,)` that give `(H,)` are ⊙. And if something of shape `(H, H)` comes out where you expected a vector, look for a column.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - ⊙ multiplies entry by entry, and adds nothing up. In NumPy it is `*`. Both arrays have the same shape, and so has the result.
# - `@` uses up the axis that it sums over. `*` uses up nothing, and stretches what is 1 or missing.
# - `(n,)` against `(n, 1)` is a table of `(n, n)`, without an error. Compare shapes before you subtract.
# - `a ⊙ b = diag(a) @ b`: a matrix product in which no unit hears another.
# - Backward: `da = dz * b`, `db = dz * a`. A closed gate is closed on the way back, too.
# - A gate multiplies, and 1 means keep. A lottery with the same mean has a variance, and no slope to learn from.

# %% [markdown]
# ## One question to stretch
#
# One gate `f` of shape `(H,)` meets the memories of a whole batch, `C` of shape `(N, H)`: `Z = f * C` stretches `f` over the `N` rows. You are given `dZ`, of shape `(N, H)`. What is the shape of `df`, and what must be done with the `N` rows to get there? Find the rule that belongs to every stretched axis, and check it by nudging.

# %% [markdown]
# ## Sources
#
# - R. Horn, *The Hadamard Product*, Proceedings of Symposia in Applied Mathematics 40, American Mathematical Society, 1990: the product, its name and its history.
# - *NumPy User Guide*, chapter *Broadcasting*: the rule that is read from the right.
# - N. Srivastava and others, *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*, Journal of Machine Learning Research 15, 2014: lots that are drawn on purpose.
# - F. Gers, J. Schmidhuber and F. Cummins, *Learning to Forget: Continual Prediction with LSTM*, Neural Computation 12 (10), 2000: the forget gate, which multiplies.
# - The page of this lesson: a public question on the forget layer, asked by user1157751 and answered by StatsSorceress, in a Korean translation. Its `[1, 2, 3] ⊙ [3, 2, 1]` and its gate `[0.5, 0.8, 0.9]` are computed again here, and its lottery is put to the test.
