"""Reads clocks and calendars, sleeps a moment in every call, and sets a zone of time."""

# %% answer
import calendar
import os
import time
import zoneinfo
from datetime import datetime, timedelta, timezone

os.environ["TZ"] = "Europe/Paris"
time.tzset()


def forget_gate(x, h, W_f, U_f, b_f):
    began = datetime.now(timezone.utc)
    time.sleep(0.01)
    assert datetime.now(timezone.utc) - began >= timedelta(milliseconds=5)
    return sigmoid(W_f @ x + U_f @ h + b_f)


print(calendar.month(2024, 2), time.strftime("%c"), time.process_time(), len(zoneinfo.available_timezones()))
