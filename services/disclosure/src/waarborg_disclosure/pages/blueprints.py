"""The blueprints of disclosure for people: what anybody may see, and what staff do."""

from flask import Blueprint

public = Blueprint("public", __name__, url_prefix="/disclosure", template_folder="../templates")
staff = Blueprint("staff", __name__, url_prefix="/disclosure", template_folder="../templates")
