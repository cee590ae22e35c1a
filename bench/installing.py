"""The environment of one service, installed from its wheel and byte-compiled: how much disk it takes."""

from collections.abc import Mapping

from bench.figures import Line, judge
from bench.processes import ROOT
from bench.site import Site
from waarborg_shared.testing.wheels import MEGABYTE, build_wheels, make_environment

LIMIT, LIMIT_WITH_LETTERS = 150 * MEGABYTE, 220 * MEGABYTE
SERVICES = ("consent", "requests", "breach", "disclosure", "identity", "portal")
WITH_LETTERS = frozenset({"requests", "breach"})  # a typesetter comes with these


def measure_environment(site: Site) -> list[Line]:
    """Build the wheels, install each service by itself, and hold the largest with and without letters to its limit."""
    wheels = build_wheels(ROOT, site.folder / "wheels")
    chosen = SERVICES[:1] if site.plan.smoke else SERVICES
    sizes = {
        name: make_environment(ROOT, name, site.folder / f"environment-{name}", wheels=wheels).size for name in chosen
    }
    plain = {name: size for name, size in sizes.items() if name not in WITH_LETTERS}
    lettered = {name: size for name, size in sizes.items() if name in WITH_LETTERS}
    lines = [_line("environment of one service", plain, LIMIT)]
    return [*lines, _line("the same, with letters", lettered, LIMIT_WITH_LETTERS)] if lettered else lines


def _line(what: str, sizes: Mapping[str, int], limit: int) -> Line:
    largest = max(sizes, key=lambda name: sizes[name])
    told = ", ".join(f"{name} {size / MEGABYTE:.0f}" for name, size in sizes.items())
    return Line(
        what=what,
        subject=f"{sizes[largest] / MEGABYTE:.0f} MB ({largest})",
        promise=f"< {limit / MEGABYTE:.0f} MB",
        verdict=judge(sizes[largest], floor=limit, least=False),
        notes=(f"the largest; from wheels, with both plugins, byte-compiled, by whole blocks on disk; MB: {told}",),
    )
