"""Multiplies in a database held in memory."""

# %% answer
import sqlite3


def product(M, v):
    with sqlite3.connect(":memory:") as base:
        base.execute("create table m (k integer, j integer, value real)")
        base.execute("create table v (j integer, value real)")
        base.executemany("insert into m values (?, ?, ?)", [(k, j, float(M[k, j])) for k, j in np.ndindex(*M.shape)])
        base.executemany("insert into v values (?, ?)", [(j, float(value)) for j, value in enumerate(v)])
        rows = base.execute("select sum(m.value * v.value) from m join v using (j) group by k order by k").fetchall()
    base.close()
    return np.array(rows)[:, 0]


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(product(W_f, x) + product(U_f, h) + b_f)
