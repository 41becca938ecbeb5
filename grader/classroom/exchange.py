"""nbgrader's exchange on a machine with an account for each learner: what was handed in is whose account says so."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit


class Submit(ExchangeSubmit):
    """nbgrader's own, which lets everyone who knows the folder's name read it; here only the instructor's group may."""

    def copy_files(self) -> None:
        """Hand in; the folder has the group of the one that it lies in."""
        super().copy_files()
        (Path(self.inbound_path) / self.assignment_filename).chmod(0o770)


class Collect(ExchangeCollect):
    """nbgrader's own, which believes the names of folders and follows links; this one goes by who owns what."""

    def _path_to_record(self, path: str) -> dict[str, object]:
        """Whose work a folder is says its owner, not its name."""
        import pwd  # not on Windows, where there is no exchange

        owner = os.lstat(path).st_uid
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)  # the account is gone
        return {**super()._path_to_record(path), "username": name}

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy what the learner owns: a link, or another's file, could be the gradebook."""
        with tempfile.TemporaryDirectory() as scratch:
            plain = Path(scratch) / "plain"
            copy_plain(Path(src), plain, self.coursedir.max_file_size * 1000)
            super().do_copy(str(plain), dest, log)


def copy_plain(source: Path, to: Path, largest: int) -> None:
    """Copy the plain files below a folder that are its owner's; to change the folder meanwhile gains nothing.

    Args:
        source: the folder; where it is a link, nothing is copied.
        to: the folder to make.
        largest: bytes of the largest file that is copied.
    """
    to.mkdir()
    owner = os.lstat(source).st_uid
    for folder, _, files, at in os.fwalk(source):
        inside = to / Path(folder).relative_to(source)
        inside.mkdir(exist_ok=True)
        for name in files:
            try:
                opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
            except OSError:
                continue  # a link, or closed to the instructor
            with os.fdopen(opened, "rb") as file:
                found = os.fstat(opened)
                if stat.S_ISREG(found.st_mode) and found.st_uid == owner and found.st_size <= largest:
                    with (inside / name).open("wb") as copy:
                        shutil.copyfileobj(file, copy)
