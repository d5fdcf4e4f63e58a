"""Judges the tool on places in real packages that people have read: see README.md beside this file."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RULES = HERE.parent / "rules"
VERDICTS = ("TRUE", "ARGUABLE", "FALSE", "MISS")
KEPT = (".py", ".pyi", ".toml", ".cfg", ".md", ".ts", ".tsx", ".sh")
"""Endings of what is unpacked: nothing else is read by the tool."""
SECONDS = 240
"""A package that takes longer is taken for a hang."""
MOST_WRONG = 0.02
LEAST_KEPT = 0.95


class Place(NamedTuple):
    """What somebody thought of one line for one card."""

    code: str
    verdict: str
    package: str
    path: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.code} {self.verdict} {self.package} {self.path}:{self.line} {self.why}"


class Count:
    """How many places of a verdict there are, and how many of them are reported."""

    def __init__(self) -> None:
        self.reported = 0
        self.total = 0

    def add(self, *, is_reported: bool) -> None:
        self.reported += is_reported
        self.total += 1


class Judged:
    """The places that were compared with what the tool reports."""

    def __init__(self, places: Iterable[tuple[Place, bool]]) -> None:
        self.places = list(places)
        self.cards: dict[str, dict[str, Count]] = defaultdict(lambda: {verdict: Count() for verdict in VERDICTS})
        for place, is_reported in self.places:
            self.cards[place.code][place.verdict].add(is_reported=is_reported)

    def sums(self, codes: Iterable[str]) -> dict[str, Count]:
        sums = {verdict: Count() for verdict in VERDICTS}
        for code in codes:
            for verdict, count in self.cards[code].items():
                sums[verdict].reported += count.reported
                sums[verdict].total += count.total
        return sums

    @property
    def disagreements(self) -> Iterator[Place]:
        for place, is_reported in self.places:
            if is_reported is (place.verdict == "FALSE") and place.verdict != "ARGUABLE":
                yield place


def main() -> int:
    """Fetch, check, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*", help="only packages whose names begin so")
    parser.add_argument("--places", type=Path, action="append", help="files of places (default: all beside this file)")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "judged-packages")
    parser.add_argument("--write", action="store_true", help="put the figures into the cards")
    arguments = parser.parse_args()
    places = [place for file in arguments.places or sorted(HERE.glob("*.txt")) for place in read_places(file)]
    if arguments.packages:
        places = [place for place in places if place.package.startswith(tuple(arguments.packages))]
    general = recommended_codes()
    faults: list[str] = []
    judged = Judged(compared(places, general, arguments.cache, faults))
    show(judged, general, faults)
    if arguments.write:
        write_figures(judged)
    return 1 if faults or is_worse_than_allowed(judged.sums(judged.cards)) else 0


def read_places(file: Path) -> Iterator[Place]:
    """The places of a file, each checked for its form."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(None, 5)
        if len(parts) < 5 or parts[1] not in VERDICTS or "==" not in parts[2] or not parts[4].isdecimal():
            raise SystemExit(f"{file}:{number}: write `code {'|'.join(VERDICTS)} package==version path line why`")
        code, verdict, package, path, at, *why = parts
        yield Place(code, verdict, package, path, int(at), "".join(why))


def recommended_codes() -> frozenset[str]:
    """The cards that are judged under the profile `recommended`."""
    rules = json.loads(run_tool(["rules", "--output-format", "json"], Path.cwd()))
    return frozenset(rule["code"] for rule in rules if "recommended" in rule["profiles"])


def compared(
    places: Sequence[Place], general: frozenset[str], cache: Path, faults: list[str]
) -> Iterator[tuple[Place, bool]]:
    """Each place, and whether the tool reports it; a finding on a neighbouring line counts."""
    for package in sorted({place.package for place in places}):
        folder = unpacked(package, cache)
        if folder is None:
            faults.append(f"{package}: cannot be downloaded")
            continue
        found = findings(package, folder, general, faults)
        for place in places:
            if found is not None and place.package == package:
                near = ((place.code, place.path, place.line + offset) for offset in (-1, 0, 1))
                yield place, not found.isdisjoint(near)


def findings(
    package: str, folder: Path, general: frozenset[str], faults: list[str]
) -> set[tuple[str, str, int]] | None:
    """What is reported of a package, each card under the profile that it is judged by; None where the tool fails."""
    found: set[tuple[str, str, int]] = set()
    for profile in ("recommended", "all"):
        command = ["check", ".", "--isolated", "--no-cache", "--profile", profile]
        try:
            answer = json.loads(run_tool([*command, "--output-format", "json", "--exit-zero"], folder))
        except subprocess.TimeoutExpired:
            faults.append(f"{package}: takes longer than {SECONDS} seconds with {profile}")
            return None
        except json.JSONDecodeError:
            faults.append(f"{package}: gives no answer with {profile}")
            return None
        faults += (f"{package}: {fault['card']} crashed on {fault['path']}" for fault in answer["faults"])
        for finding in answer["findings"]:
            if (finding["code"] in general) is (profile == "recommended"):
                found.add((finding["code"], finding["path"], finding["line"]))
    return found


def run_tool(arguments: Sequence[str], folder: Path) -> str:
    command = [sys.executable, "-P", "-m", "pattern_lint", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
    ).stdout


def unpacked(package: str, cache: Path) -> Path | None:
    """The folder with a package's files, fetched once; None where nobody has them."""
    home = cache / package
    if (home / ".ready").exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = downloaded(package, Path(folder))
        if archive is None:
            return None
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(home, [name for name in wheel.namelist() if name.endswith(KEPT)])
        else:
            with tarfile.open(archive) as bundle:
                members = [member for member in bundle if member.isfile() and member.name.endswith(KEPT)]
                bundle.extractall(home, members, filter="data")
            (top,) = home.iterdir()  # a source distribution has one folder
            for entry in list(top.iterdir()):
                entry.rename(home / entry.name)
    (home / ".ready").touch()
    return home


def downloaded(package: str, folder: Path) -> Path | None:
    """A wheel where there is one, else the source distribution, which some only give with what builds them."""
    name, _, version = package.partition("==")
    fetch = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--ignore-requires-python",
        "--dest",
        str(folder),
    ]
    distribution = name.replace("_", "-")
    for form in (
        ["--only-binary=:all:"],
        ["--no-binary=:all:", "--no-build-isolation"],
        [f"--no-binary={distribution}"],
    ):
        command = [*fetch, *form, f"{distribution}=={version}"]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return next(folder.iterdir())
    return None


def show(judged: Judged, general: frozenset[str], faults: Sequence[str]) -> None:
    """Print what was found out, the sums last."""
    for code in sorted(judged.cards):
        counts = judged.cards[code].items()
        print(code, *(f"{verdict} {count.reported}/{count.total}" for verdict, count in counts if count.total))
    print(*("", "tool and reader disagree on:", *judged.disagreements), sep="\n")
    print(*("", "faults:", *faults), sep="\n") if faults else print()
    for title, codes in (("recommended", general & set(judged.cards)), ("other cards", set(judged.cards) - general)):
        sums = judged.sums(codes)
        reported = sum(sums[verdict].reported for verdict in VERDICTS[:3])
        if reported:
            worth, wrong = (sums[verdict].reported / reported for verdict in ("TRUE", "FALSE"))
            print(f"{title}: of {reported} judged places that are reported {worth:.0%} are worth it, {wrong:.0%} wrong")
        print("  " + ", ".join(f"{verdict} {count.reported}/{count.total}" for verdict, count in sums.items()))


def is_worse_than_allowed(sums: dict[str, Count]) -> bool:
    reported = sum(sums[verdict].reported for verdict in VERDICTS[:3])
    return sums["FALSE"].reported > MOST_WRONG * reported or sums["TRUE"].reported < LEAST_KEPT * sums["TRUE"].total


def write_figures(judged: Judged) -> None:
    """Put what the places say of each card into its front matter."""
    for card in sorted(RULES.rglob("*.md")):
        text = card.read_text(encoding="utf-8")
        code = re.search(r'^code = "(\w+)"$', text, re.MULTILINE)
        if code is None or code[1] not in judged.cards:
            continue
        counts = judged.cards[code[1]]
        packages = {place.package for place, _ in judged.places if place.code == code[1] and place.verdict != "MISS"}
        read = sum(counts[verdict].reported for verdict in VERDICTS[:3])
        figures = f"packages = {len(packages)}, read = {read}, worth = {counts['TRUE'].reported}"
        line = f"judged = {{ {figures}, wrong = {counts['FALSE'].reported} }}\n"
        text = re.sub(r"^judged = .*\n", "", text, count=1, flags=re.MULTILINE)
        end_of_keys = re.search(r"^(?:\[.*|\+{3})$", text[4:], re.MULTILINE)
        if end_of_keys is not None:
            place = 4 + end_of_keys.start()
            card.write_text(text[:place] + line + text[place:], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
