# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 Start here
#
# **What is a sequence to a computer, and how do you work in this course?**
#
# After this lesson you can run a notebook, write an answer, have it checked, read what the check says, and hand your work in. You also meet the one kind of data that all the other lessons are about. Allow half an hour.
#
# Is English not your first language? The [glossary](../glossary.html) has the words of the course in 日本語, 한국어, Nederlands, 中文 and Tiếng Việt.

# %% [markdown]
# ## Run a cell
#
# A notebook is a row of cells. Some hold text, like this one; some hold code. Click the cell below and press **Shift + Enter**: the code runs, what it gives appears under it, and the next cell is chosen.
#
# Run the cells from top to bottom. A later cell uses what an earlier one made.

# %%
import numpy as np

from grader import check, course_map, progress
from lstm_ref import figures

# %% [markdown]
# ## A sequence is a table with time going down
#
# Think of a weather station that writes down three numbers a day: temperature, wind and rain. Five days give five rows of three numbers.
#
# The course calls a row a **step** and the numbers in it **features**. Two letters are used in every lesson:
#
# - **T**, how many steps there are,
# - **D**, how many features each step has.

# %%
figures.sequence(T=5, D=3)

# %% [markdown]
# In NumPy a sequence is an array of shape `(T, D)`: the steps first, then the features. Here are the five days of the station.

# %%
x = np.array(
    [
        [12.0, 3.0, 0.0],
        [13.0, 4.0, 0.2],
        [11.0, 6.0, 4.1],
        [10.0, 5.0, 2.0],
        [12.0, 2.0, 0.0],
    ]
)
T, D = x.shape
print("T =", T, "steps of D =", D, "features")

# %% [markdown]
# One index takes one step out. **Predict before you run:** which three numbers is the step with index 2? What shape does it have?

# %%
print(x[2], "has shape", x[2].shape)

# %% [markdown]
# Python counts from 0, so index 2 is the third day. Taking one step out has used up the axis of steps: shape `(3,)` is left, one axis, three features. Such an array is a **vector**.

# %% [markdown]
# ## Your first answer
#
# Write a function that gives the **last** step of a sequence, however long it is.
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | a sequence | `(T, D)` |
# | returns | its last step | `(D,)` |
#
# First give a wrong answer on purpose: replace the dots by `x[0]`, run the cell, and run the check below it. Read what the card says. Then give the right answer and check again.

# %% nbgrader={"grade": false, "grade_id": "last-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def last_step(x):
    """The last step of the sequence x (T, D): shape (D,)."""
    ### BEGIN SOLUTION
    return x[-1]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-last-step", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("last-step", last_step)

# %% [markdown]
# ## How to read a card
#
# - **Grey**: not answered yet. Nothing is wrong.
# - **Green**: all the points. **Yellow** or **red**: some or all lines did not come out.
# - Each line is a question to your function, with random numbers. The first that failed says what came and what was expected.
# - A well-known mistake is called by its name.
# - *Hint 1* opens with a click, and holds the next hint.
#
# Checking costs nothing; nor do prints.

# %% [markdown]
# ## A shape question
#
# Some answers are values. Take the product of a matrix `W` of shape `(12, 80)` and a vector `x` of shape `(80,)`. Each of the 12 rows meets the 80 numbers of `x`, one by one; the products are added up.
#
# **Predict:** what is the shape of `W @ x`? Write a tuple; one with a single number needs a comma, as in `(7,)`.

# %% nbgrader={"grade": false, "grade_id": "product-shape", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
product_shape = (12,)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-product-shape", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("product-shape", product_shape)

# %% [markdown]
# Now let NumPy say it, and look at the picture.

# %%
W = np.ones((12, 80))
print((W @ np.ones(80)).shape)

# %%
figures.product(H=12, D=80)

# %% [markdown]
# The axis of 80 is used up by the sum. One number for each row is left.

# %% [markdown]
# ## The whole course
#
# Now you know how a lesson works. These are all of them, and what each is for.

# %%
course_map()

# %% [markdown]
# To keep beside you: the [cheat sheet](../cheat-sheet.html) has the equations, the shapes, the counts and everybody's letters on one page, and prints well. In the [glossary](../glossary.html) you find the words, in six languages.
#
# ## How far you are
#
# `progress()` shows the course: a block for each exercise, wider where there are more points. It shows what your last check of each exercise said, and is kept on disk, so it is still there tomorrow.

# %%
progress()

# %% [markdown]
# ## Hand in
#
# 1. Choose *Kernel → Restart Kernel and Run All Cells*. A notebook can look right because of a cell you have deleted since; a fresh run shows what the grader will see.
# 2. Press **Validate** above the notebook. It runs everything once more and lists each check that does not have all its points yet.
# 3. Save, and hand in the `.ipynb` file the way your instructor asks for. Working alone? Then you are done, and the next lesson is waiting.
#
# Leave the locked check cells as they are. You may add cells anywhere: for trying things out, for helper functions, for notes. They are kept when your work is graded.

# %% [markdown]
# ## What you should remember
#
# - A sequence is an array of shape `(T, D)`: T steps of D features.
# - One step of it is a vector of shape `(D,)`.
# - `W @ x` with `W` of shape `(12, 80)` uses up the 80 and leaves `(12,)`.
# - Grey is not wrong, and a check costs nothing.
#
# **One question to take along.** What would `x[-1:]` have given in place of `x[-1]`, and how would the card have told you? Try it.
