"""Uses walrus, match, star expressions, exception groups and formatted strings in strings."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    match (W_f.ndim, U_f.shape):
        case (2, (rows, columns)) if (same := rows == columns):
            first, *rest = W_f @ x, U_f @ h, b_f
        case _:
            raise ValueError
    try:
        raise ExceptionGroup("both", [ValueError(f"{f'{same}'}"), TypeError()])
    except* (ValueError, TypeError):
        pass
    total = {**{"z": first}, "rest": [*rest, *()]}
    while (more := total["rest"]):
        total["z"] = total["z"] + more.pop()
    return [*sigmoid(total["z"])]
