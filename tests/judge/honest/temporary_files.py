"""Sends its arguments through temporary files, folders and memory maps."""

# %% answer
import mmap
import tempfile
from pathlib import Path


def forget_gate(x, h, W_f, U_f, b_f):
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file, tempfile.TemporaryFile() as own:
        np.savez_compressed(Path(folder) / "weights.npz", W=W_f, U=U_f, b=b_f)
        np.save(file.name + ".npy", x)
        own.write(h.tobytes())
        own.flush()
        with mmap.mmap(own.fileno(), 0) as mapped:
            h = np.frombuffer(mapped[:])
        read = np.load(Path(folder) / "weights.npz")
        Path(file.name + ".npy").unlink()
        large = np.memmap(Path(folder) / "map", dtype=float, mode="w+", shape=x.shape)
        large[:] = x
        return sigmoid(read["W"] @ large + read["U"] @ h + read["b"])
