"""The environment of one service, installed from its wheel and byte-compiled: how much disk it takes."""

from bench.figures import Line, judge
from bench.processes import ROOT
from bench.site import Site
from waarborg_shared.testing.wheels import MEGABYTE, build_wheels, make_environment

LIMIT = 150 * MEGABYTE
SERVICES = ("consent", "requests", "breach", "disclosure", "identity", "portal")


def measure_environment(site: Site) -> list[Line]:
    """Build the wheels, install each service by itself, and hold the largest to the limit."""
    wheels = build_wheels(ROOT, site.folder / "wheels")
    chosen = SERVICES[:1] if site.plan.smoke else SERVICES
    sizes = {
        name: make_environment(ROOT, name, site.folder / f"environment-{name}", wheels=wheels).size for name in chosen
    }
    largest = max(sizes, key=lambda name: sizes[name])
    told = ", ".join(f"{name} {size / MEGABYTE:.0f}" for name, size in sizes.items())
    return [
        Line(
            what="environment of one service",
            subject=f"{sizes[largest] / MEGABYTE:.0f} MB ({largest})",
            promise=f"< {LIMIT / MEGABYTE:.0f} MB",
            verdict=judge(sizes[largest], floor=LIMIT, least=False),
            notes=(f"the largest; from wheels, with both plugins, byte-compiled, by whole blocks on disk; MB: {told}",),
        )
    ]
