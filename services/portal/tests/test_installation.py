"""The folder of an installation: secrets are made once, organisations are read from every file at each start."""

from pathlib import Path

import pytest

from waarborg_portal.demo import Invented
from waarborg_portal.installation import Installation, in_use, open_installation
from waarborg_portal.up import installation, main, options, welcome


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def table(name: str, *, host: str = "") -> str:
    return f'[organisations.{name}]\nhosts = ["{host or name}.localhost"]\n'


def opened(folder: Path, *files: Path) -> Installation:
    """As `./dev up --data FOLDER` opens it, with these files brought along."""
    typed = ["--data", str(folder), *(f"--organisations={file}" for file in files)]
    return installation(options(typed, called="up", about=None))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path, "one.toml", table("one")), written(tmp_path, "two.toml", table("two"))


def test_the_organisations_of_every_file_are_there_in_their_order(tmp_path: Path, two: tuple[Path, Path]) -> None:
    assert list(opened(tmp_path / "data", *two).organisations) == ["one", "two"]


def test_an_organisation_that_came_later_is_there_at_the_next_start(tmp_path: Path, two: tuple[Path, Path]) -> None:
    before = opened(tmp_path / "data", two[0])
    after = opened(tmp_path / "data", *two)
    assert list(before.organisations) == ["one"]
    assert list(after.organisations) == ["one", "two"]
    assert (after.master_key, after.service_key("ward")) == (before.master_key, before.service_key("ward"))


def test_an_installation_may_have_organisations_of_its_own(tmp_path: Path, two: tuple[Path, Path]) -> None:
    written(tmp_path / "data", "organisations.toml", table("own"))
    assert list(opened(tmp_path / "data", *two).organisations) == ["one", "two", "own"]


def test_the_address_that_is_printed_is_one_where_the_organisation_answers(tmp_path: Path) -> None:
    made = opened(tmp_path / "data", written(tmp_path, "one.toml", table("one", host="huis-een")))
    nobody = Invented("one", "demo-ecd", "secret", scopes=(), persons=(), staff=())
    assert "  http://huis-een.localhost:8000/" in welcome([nobody], made, port=8000).splitlines()


def test_one_text_holds_them_all_for_processes_that_read_a_file(tmp_path: Path, two: tuple[Path, Path]) -> None:
    made = opened(tmp_path / "data", *two)
    again = written(tmp_path, "all.toml", made.organisations_toml)
    assert open_installation(tmp_path / "other", organisations=[again]).organisations == made.organisations


def test_secrets_and_folder_are_for_their_owner_alone(tmp_path: Path, two: tuple[Path, Path]) -> None:
    made = opened(tmp_path / "data", *two)
    folder, keys = made.folder, made.service_jwks(["ward"])
    assert folder.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    assert modes == {"master.key": 0o600, "ward.key": 0o600}
    assert [set(each) for each in keys] == [{"kty", "crv", "kid", "x", "y"}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (table("one"), r"more\.toml: organisation 'one' is in .*one\.toml already"),
        (table("three", host="one"), r"one\.localhost is already one's"),
        ("hosts = []", r"more\.toml: the file: unknown hosts"),
        ("", r"more\.toml: no \[organisations"),
        ("[organisations.three]\nhosts = [", r"more\.toml: "),
        ('organisations.three.hosts = ["three.localhost"]', "unknown organisations"),
        ('organisations = {three = {hosts = ["three.localhost"]}}', "unknown organisations"),
    ],
)
def test_a_file_that_is_not_right_stops_the_start_and_makes_nothing(
    tmp_path: Path, two: tuple[Path, Path], text: str, why: str
) -> None:
    more = written(tmp_path, "more.toml", text)
    with pytest.raises(ValueError, match=why):
        opened(tmp_path / "data", *two, more)
    assert not (tmp_path / "data").exists()


def test_a_table_that_the_one_text_would_give_to_another_is_refused(tmp_path: Path) -> None:
    first = written(tmp_path, "first.toml", f'{table("one")}plugins = ["p"]\n[organisations.one.settings.p]\na = 1\n')
    second = written(tmp_path, "second.toml", 'organisations.two.hosts = ["two.localhost"]')
    with pytest.raises(ValueError, match="is to be a table of its file"):
        opened(tmp_path / "data", first, second)


def test_without_any_organisation_the_start_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--organisations"):
        opened(tmp_path / "data")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere\.toml"):
        opened(tmp_path / "data", tmp_path / "nowhere.toml")


@pytest.mark.parametrize("typed", ["0", "-1", "99999", "8000.5", "", "eighty", "٨٠", "1" * 5000])
def test_a_port_that_there_is_not_is_refused_before_anything_starts(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        options([f"--port={typed}"], called="up", about=None)
    assert stopped.value.code == 2
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_a_folder_in_use_is_refused_by_name_and_is_free_again_afterwards(
    tmp_path: Path, two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    opened(folder, *two)
    typed = ["--data", str(folder), *(f"--organisations={file}" for file in two)]
    with in_use(folder):
        assert main(typed) == 2
    assert f"{folder} is in use by another ./dev up" in capsys.readouterr().err
    with in_use(folder):
        pass
