"""The pages of staff: each part of the service hangs its own on them."""

from flask import Blueprint

staff = Blueprint("staff", __name__, url_prefix="/requests", template_folder="../templates")
