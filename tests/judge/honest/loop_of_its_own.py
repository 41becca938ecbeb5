"""Runs coroutines in a loop of its own, in a thread where a loop runs already."""

# %% answer
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def product(M, v):
    return await asyncio.to_thread(np.matmul, M, v)


async def together(x, h, W, U, b):
    return sigmoid(sum(await asyncio.gather(product(W, x), product(U, h))) + b)


def forget_gate(x, h, W_f, U_f, b_f):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(together(x, h, W_f, U_f, b_f))
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, together(x, h, W_f, U_f, b_f)).result()
