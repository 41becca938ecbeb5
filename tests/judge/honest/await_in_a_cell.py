"""Awaits at the top of its cells, and gathers results of coroutines before it answers."""

# %% own
import asyncio


async def half(z):
    await asyncio.sleep(0.01)
    return z / 2


halves = await asyncio.gather(*(half(z) for z in range(4)))
print(halves)
async with asyncio.timeout(5):
    one = await half(2)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(one * (W_f @ x + U_f @ h + b_f))


await asyncio.sleep(0)
