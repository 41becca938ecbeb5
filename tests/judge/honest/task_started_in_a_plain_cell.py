"""Starts a task in a cell that awaits nothing, and awaits it in the next."""

# %% own
import asyncio


async def slowly():
    await asyncio.sleep(0.01)
    return 1.0


try:
    task = asyncio.create_task(slowly())
except RuntimeError:
    task = None

# %% own
scale = await task if task else await slowly()

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(scale * (W_f @ x + U_f @ h + b_f))
