"""The blueprint of disclosure for programs, and the scopes that it takes."""

from waarborg_shared.web import ApiBlueprint

REPORT = "disclosure:report"
READ = "disclosure:read"
ASSESS = "disclosure:assess"

api = ApiBlueprint("api", __name__, url_prefix="/disclosure/api/v1", description="Reports of vulnerabilities")
