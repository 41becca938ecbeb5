"""Configures logging to the screen and to a file, down to debug, and logs in every call."""

# %% own
import logging
import sys

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s %(message)s", force=True)
log = logging.getLogger("gates")
log.addHandler(logging.FileHandler("gates.log"))
logging.captureWarnings(True)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    log.debug("x is %s", x.shape)
    log.critical("about to squash")
    return sigmoid(W_f @ x + U_f @ h + b_f)


log.warning("the forget gate is written")

# %% later
log.error("after the check")
logging.shutdown()
