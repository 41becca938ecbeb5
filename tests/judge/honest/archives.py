"""Packs its weights into archives and takes them out again."""

# %% answer
import gzip
import io
import lzma
import tarfile
import zipfile


def forget_gate(x, h, W_f, U_f, b_f):
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W", gzip.compress(W_f.tobytes()))
        archive.writestr("U", lzma.compress(U_f.tobytes()))
    with zipfile.ZipFile("weights.zip", "w") as archive:
        archive.writestr("all", box.getvalue())
    with tarfile.open("weights.tar.gz", "w:gz") as tar:
        tar.add("weights.zip")
    with tarfile.open("weights.tar.gz") as tar, zipfile.ZipFile(tar.extractfile("weights.zip")) as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("all")))
        W_f = np.frombuffer(gzip.decompress(inner.read("W"))).reshape(W_f.shape)
        U_f = np.frombuffer(lzma.decompress(inner.read("U"))).reshape(U_f.shape)
    return sigmoid(W_f @ x + U_f @ h + b_f)
