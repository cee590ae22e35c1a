"""The blueprints of disclosure for people: what anybody may see, and what staff do."""

from flask import Blueprint

public = Blueprint(
    "public",
    "waarborg_disclosure.pages",
    url_prefix="/disclosure",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/report/static",
)
staff = Blueprint("staff", "waarborg_disclosure.pages", url_prefix="/disclosure", template_folder="../templates")
