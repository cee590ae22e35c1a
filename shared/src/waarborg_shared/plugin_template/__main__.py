"""``python -m waarborg_shared.plugin_template NAME --into plugins/``: writes the package of a new organisation."""

from pathlib import Path

import click

from waarborg_shared.plugin_template.package import ORGANISATIONS, PackageExists, organisation_id, write_package


@click.command()
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path), default=Path("plugins"), help="the folder of the plugins")
def main(name: str, into: Path) -> None:
    """Write a plugin package for the new organisation NAME (a-z, 0-9 and _, a letter first)."""
    try:
        written = write_package(name, into)
    except (PackageExists, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    own = organisation_id(name)
    click.echo(f"{written}: fill in organisation.py, roles.py and look.py; the law answers for the rest.")
    click.echo(f"{written / ORGANISATIONS}: {own} is at http://{own}.localhost:8000/ from the next start of ./dev up.")
    click.echo(f"Installed, it is checked by: pytest --waarborg-plugin {name}")


if __name__ == "__main__":
    main()
