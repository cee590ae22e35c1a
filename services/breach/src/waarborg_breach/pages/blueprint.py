"""Where the pages of this service hang."""

from flask import Blueprint

pages = Blueprint(
    "pages",
    "waarborg_breach.pages",
    url_prefix="/breach",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/dossier/static",
)
