"""nbgrader for everyone on the hub: one course, and the exchange beside this file."""

from pathlib import Path

from grader.classroom import exchange

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "unrolled"
c.Exchange.root = str(Path(__file__).resolve().with_name("exchange"))
c.ExchangeFactory.submit = exchange.Submit
c.ExchangeFactory.collect = exchange.Collect
