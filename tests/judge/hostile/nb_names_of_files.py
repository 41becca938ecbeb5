"""Lays files beside the notebook whose names lead out of its folder, to devices, or into the course."""
# outcome: not answered
# second: 3

# %% file
# ../../../../../../<OUTSIDE>/hostile-up
mine
# %% file
# <OUTSIDE>/hostile-absolute
mine
# %% file
# /dev/shm/hostile-shared
mine
# %% file
# /proc/self/mem
mine
# %% file
# <COURSE>/hostile-course
mine
