"""A class on a shared hub: the commands of docs/hub.md, with real accounts, logins, servers and terminals."""

import csv
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import psutil
import pytest
import requests
from websocket import create_connection

ROOT = Path(__file__).parents[2]
SECONDS = 60
LESSON = "00-start-here"
NOTEBOOK = f"{LESSON}/{LESSON}.ipynb"
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```", (ROOT / "docs/hub.md").read_text(), re.M | re.S))
WHO = ("teacher", "anna", "ben")
NEEDS = "The hub is tested with accounts of its own, which only root can make: sudo make test, on Linux."
ANSWERS = {
    "anna": {"last-step": "def last_step(x):\n    return x[-1]", "product-shape": "product_shape = (12,)"},
    "ben": {"last-step": "def last_step(x):\n    return x[0]", "product-shape": "product_shape = (12, 80)"},
}


@dataclass
class Person:
    """Somebody who is logged in, with a server that runs."""

    name: str
    home: Path
    address: str
    token: str

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}

    def ask(self, method: str, path: str, **more) -> requests.Response:
        return requests.request(method, f"{self.address}/user/{path}", headers=self.header, timeout=SECONDS, **more)

    def read(self) -> dict:
        """The lesson as JupyterLab opens it."""
        return self.ask("GET", f"{self.name}/api/contents/{NOTEBOOK}").json()

    def answer(self, answers: dict[str, str]) -> None:
        """Put the answers in, and save, as JupyterLab does."""
        found = self.read()
        for cell in found["content"]["cells"]:
            own = cell["metadata"].get("nbgrader", {})
            if own.get("solution"):
                cell["source"] = answers[own["grade_id"]]
        said = self.ask("PUT", f"{self.name}/api/contents/{NOTEBOOK}", json=found)
        assert said.status_code == 200, said.text

    def type(self, commands: str) -> tuple[int, str]:
        """Type commands into a new terminal of JupyterLab; give the exit status and what was shown."""
        terminal = self.ask("POST", f"{self.name}/api/terminals").json()["name"]
        address = f"{self.address.replace('http', 'ws', 1)}/user/{self.name}/terminals/websocket/{terminal}"
        shown, lines = "", " && ".join(commands.strip().splitlines())
        socket = create_connection(address, timeout=SECONDS, header=[f"Authorization: {self.header['Authorization']}"])
        try:
            socket.send(json.dumps(["set_size", 50, 1000, 500, 5000]))
            socket.send(json.dumps(["stdin", f"({lines}); echo ended=$?=\r"]))
            while not (ended := re.search(r"ended=(\d+)=", shown)):
                kind, *words = json.loads(socket.recv())
                shown += words[0] if kind == "stdout" else ""
        finally:
            socket.close()
        return int(ended[1]), shown

    def types(self, commands: str) -> str:
        """Type commands that must all succeed; give what was shown."""
        status, shown = self.type(commands)
        assert status == 0, shown
        return shown


def root(commands: str, **more) -> None:
    """Run commands as root."""
    ran = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=SECONDS, **more)
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def place():
    """A folder in the place of /srv/unrolled, which every account can enter."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.fail(NEEDS, pytrace=False)
    made = Path(tempfile.mkdtemp(prefix="hub-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def accounts(place):
    """Set up as the page says, with names that this machine does not have; give them, the passwords, how to start."""
    names = {name: f"{name}-{secrets.token_hex(4)}" for name in (*WHO, "guest", "unrolled-class")}
    passwords = {name: secrets.token_urlsafe(12) for name in (*WHO, "guest")}

    def named(text: str) -> str:
        text = text.replace("/srv/unrolled", str(place)).replace("passwords.txt", str(place / "passwords.txt"))
        return re.sub(r"\b(teacher|anna|ben|unrolled-class)\b", lambda found: names[found[0]], text)

    (place / "passwords.txt").touch(0o600)
    (place / "passwords.txt").write_text("".join(f"{names[name]}:{passwords[name]}\n" for name in passwords))
    try:
        root(f"useradd {names['guest']}")
        root(named(BLOCKS["root"]), cwd=ROOT)
        config = place / "jupyterhub_config.py"
        here = f'c.Spawner.environment["PYTHONPATH"] = {str(ROOT)!r}\n'  # this checkout, whatever is installed
        config.write_text(named(config.read_text()) + here)
        yield names, passwords, named(BLOCKS["start"]).split()
    finally:
        for name in passwords:
            subprocess.run(["userdel", "--remove", names[name]], capture_output=True)
        subprocess.run(["groupdel", names["unrolled-class"]], capture_output=True)


def free_ports(number: int) -> list[int]:
    held = [socket.socket() for _ in range(number)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def opened(command: list[str], scratch: Path) -> list[str]:
    """The command, with Python and the course in sight of every account, should they lie in somebody's closed home."""
    inside: dict[Path, list[Path]] = {}
    for path in sorted({Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT.resolve()}):
        closed = [folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001]
        if closed:
            inside.setdefault(closed[0], []).append(path)
    lines = []
    for folder, paths in inside.items():
        kept = [(path, scratch / f"kept-{path.name}-{len(path.parts)}") for path in paths]
        lines += [f"mkdir '{keep}'; mount --rbind '{path}' '{keep}'" for path, keep in kept]
        lines += [f"mount -t tmpfs -o mode=755 none '{folder}'"]
        lines += [f"mkdir -p '{path}'; mount --rbind '{keep}' '{path}'; umount -l '{keep}'" for path, keep in kept]
    return ["unshare", "--mount", "bash", "-euc", "\n".join([*lines, 'exec "$@"']), "hub", *command]


@pytest.fixture(scope="module")
def hub(place, accounts):
    """Start the hub, with its proxy; give its address."""
    names, _, (_, *words) = accounts
    port, hub_port, proxy_port = free_ports(3)
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "jupyterhub", *words),
        *(f"--JupyterHub.bind_url={address}", f"--JupyterHub.hub_port={hub_port}"),
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy_port}",
    ]
    log = place / "hub.log"
    with log.open("w") as said:
        started = psutil.Popen(opened(command, place), cwd=place, stdout=said, stderr=said)
        family = []
        try:
            end = time.monotonic() + SECONDS
            while not _answers(f"{address}/hub/health"):
                assert started.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.2)
            family = started.children(recursive=True)  # the proxy
            yield address
        finally:
            started.terminate()  # ends its proxy and the servers
            with suppress(psutil.TimeoutExpired):
                started.wait(SECONDS / 2)
            _end([started, *family])
            ours = {names[who] for who in WHO}
            _end([process for process in psutil.process_iter(["username"]) if process.info["username"] in ours])


def _end(processes: list[psutil.Process]) -> None:
    """End what still runs of these, each by its process id."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, SECONDS / 2)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def log_in(address: str, name: str, password: str) -> requests.Session | None:
    """Fill in the form of the hub; nothing where it is refused."""
    session = requests.Session()
    session.headers["Sec-Fetch-Mode"] = "navigate"  # as a browser says it when it opens a page
    session.get(f"{address}/hub/login", timeout=SECONDS)
    form = {"username": name, "password": password, "_xsrf": session.cookies.get("_xsrf", path="/hub/")}
    said = session.post(f"{address}/hub/login?next=/hub/home", data=form, timeout=SECONDS)
    assert said.status_code in (200, 403)
    return session if said.status_code == 200 and said.url == f"{address}/hub/home" else None


def start(address: str, name: str, password: str) -> Person:
    """Log in, and wait until the server of the account runs."""
    session = log_in(address, name, password)
    session.headers["X-XSRFToken"] = session.cookies.get("_xsrf", path="/hub/")
    made = session.post(f"{address}/hub/api/users/{name}/tokens", json={}, timeout=SECONDS)
    assert made.status_code == 201, made.text
    person = Person(name, Path(f"~{name}").expanduser(), address, made.json()["token"])
    session.get(f"{address}/hub/spawn/{name}", timeout=SECONDS).raise_for_status()
    end = time.monotonic() + SECONDS
    while person.ask("GET", f"{name}/api/status").status_code != 200:
        assert time.monotonic() < end
        time.sleep(0.2)
    return person


@pytest.fixture(scope="module")
def people(hub, accounts):
    """The three, logged in at the same time."""
    names, passwords, _ = accounts
    with ThreadPoolExecutor() as each:
        return dict(zip(WHO, each.map(lambda who: start(hub, names[who], passwords[who]), WHO), strict=True))


@pytest.fixture(scope="module")
def teacher(people):
    return people["teacher"]


@pytest.fixture(scope="module")
def anna(people):
    return people["anna"]


@pytest.fixture(scope="module")
def ben(people):
    return people["ben"]


@pytest.fixture(scope="module")
def done(people):
    """The way of a lesson, as the page has it, up to the feedback."""
    fetch, submit = BLOCKS["learner"].splitlines()

    def learn(who: str) -> None:
        people[who].types(fetch)
        people[who].answer(ANSWERS[who])
        people[who].types(submit)

    people["teacher"].types(BLOCKS["release"])
    with ThreadPoolExecutor() as each:
        list(each.map(learn, ANSWERS))
        people["teacher"].types(BLOCKS["grade"])
        list(each.map(lambda who: people[who].types(BLOCKS["feedback"]), ANSWERS))


def test_the_page_has_no_other_commands():
    assert BLOCKS.keys() == {"software", "root", "start", "release", "learner", "grade", "feedback"}


def test_each_earns_what_the_answers_are_worth(done, teacher, anna, ben):
    with (teacher.home / "unrolled/exports/marks.csv").open() as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: (row["lesson"], float(row["points"]), float(row["max_points"])) for name, row in rows.items()} == {
        anna.name: (LESSON, 3, 3),
        ben.name: (LESSON, 0.5, 3),
    }


def test_the_formgrader_shows_the_class(done, teacher, anna, ben):
    found = teacher.ask("GET", f"{teacher.name}/formgrader/api/submissions/{LESSON}").json()
    assert {each["student"]: each["score"] for each in found} == {anna.name: 3, ben.name: 0.5}
    page = teacher.ask("GET", f"{teacher.name}/formgrader")
    assert page.headers["Content-Security-Policy"] == "frame-ancestors 'self'"  # JupyterLab shows it in a frame


def test_the_assignment_list_shows_a_learner_the_lesson_and_the_work(done, anna):
    found = anna.ask("GET", f"{anna.name}/assignments", params={"course_id": "unrolled"}).json()
    assert {(each["assignment_id"], each["status"]) for each in found["value"]} == {
        (LESSON, "fetched"),
        (LESSON, "submitted"),
    }


def test_the_page_of_feedback_is_the_learners_own(done, anna, ben):
    for person, points in ((anna, "3.0 / 3.0"), (ben, "0.5 / 3.0")):
        (page,) = (person.home / LESSON / "feedback").glob(f"*/{LESSON}.html")
        assert page.owner() == person.name
        assert points in re.sub(r"\s+", " ", page.read_text())


def test_who_may_log_in(hub, accounts):
    names, passwords, _ = accounts
    assert log_in(hub, names["anna"], passwords["anna"])
    assert not log_in(hub, names["anna"], passwords["ben"])
    assert not log_in(hub, names["guest"], passwords["guest"])


def test_nobody_reads_or_changes_what_belongs_to_another(done, place, teacher, anna, ben):
    course = place / "exchange/unrolled"
    (handed_in,) = (course / "inbound").glob(f"{anna.name}+*")
    page = next((course / "feedback").glob("*.html"))
    of_anna = [f"cat '{handed_in}/{LESSON}.ipynb'", f"cat {anna.home}/{NOTEBOOK}"]
    of_teacher = [f"cat {teacher.home}/unrolled/gradebook.db", f"ls {teacher.home}/unrolled/solutions"]
    of_teacher += [f"ls {course}/inbound", f"ls {course}/feedback", f"rm -rf {course}/outbound/{LESSON}"]
    of_root = [f"cat {place}/state/jupyterhub.sqlite", f"cat {place}/state/cookie_secret", f"mv {course} {course}-2"]
    for command in [*of_anna, *of_teacher, *of_root]:
        status, shown = ben.type(f"LC_ALL=C {command} > /dev/null")
        assert status and re.search(r"Permission denied|not permitted", shown), command
    assert anna.types(f"({' && '.join(of_anna)}) > /dev/null")
    assert teacher.types(f"({' && '.join([of_anna[0], *of_teacher[:4]])}) > /dev/null")
    assert page.exists()


def test_nobody_enters_the_lab_of_another(people):
    for visitor, host in permutations(WHO, 2):
        path = f"{people[host].name}/api/contents"
        assert people[visitor].ask("GET", path, allow_redirects=False).status_code == 403
        assert people[host].ask("GET", path, allow_redirects=False).status_code == 200


def test_a_forged_name_and_a_link_gain_nothing(done, place, teacher, anna, ben):
    """Ben hands in once more, as Anna, years ahead, with links to what only the instructor can read."""
    forged = place / "exchange/unrolled/inbound" / f"{anna.name}+{LESSON}+2099-01-01 00:00:00.000000 UTC+forged"
    course = teacher.home / "unrolled"
    before = (course / "submitted" / anna.name / NOTEBOOK).read_bytes()
    forge = [f"cp -r {LESSON} '{forged}'", f"touch '{forged}/new.txt'", f"chmod 755 '{forged}'"]
    ben.types("\n".join([*forge, f"ln -s {course}/gradebook.db {course}/solutions '{forged}'"]))
    assert (forged / "gradebook.db").samefile(course / "gradebook.db")
    teacher.types("\n".join(BLOCKS["grade"].splitlines()[:2]))
    assert (course / "submitted" / anna.name / NOTEBOOK).read_bytes() == before
    there = {path.name for path in (course / "submitted" / ben.name / LESSON).rglob("*")}
    assert {f"{LESSON}.ipynb", "new.txt"} <= there and not there & {"gradebook.db", "solutions"}
