"""``python -m waarborg_shared.plugin_template NAME --into plugins/``: writes the package and adds the organisation."""

from pathlib import Path

import click

from waarborg_shared.plugin_template.organisations import add_organisation, organisation_id
from waarborg_shared.plugin_template.package import PackageExists, write_package


@click.command()
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path), default=Path("plugins"), help="the folder of the plugins")
@click.option(
    "--organisations",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".data/organisations.toml"),
    help="the local organisations file, to which the new organisation is added",
)
def main(name: str, into: Path, organisations: Path) -> None:
    """Write a plugin package for the new organisation NAME (a-z, 0-9 and _, a letter first)."""
    try:
        written = write_package(name, into)
        add_organisation(organisations, name)
    except (PackageExists, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{written}: fill in organisation.py, roles.py and look.py; the law answers for the rest.")
    click.echo(f"{organisations}: {organisation_id(name)} is at http://{organisation_id(name)}.localhost:8000/")
    click.echo(f"Installed, it is checked by: pytest --waarborg-plugin {name}")


if __name__ == "__main__":
    main()
