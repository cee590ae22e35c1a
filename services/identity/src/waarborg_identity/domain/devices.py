"""What a browser says of itself, in two words: enough to know one's own sessions by, and no more is kept."""

UNKNOWN = "other"
LONGEST_READ = 400

# The first that is found counts: Edge and Opera say Chrome too, Chrome says Safari too, Android says Linux too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return the browser and the system as names, such as ``Firefox, Windows``; ``other`` where neither is known."""
    read = user_agent[:LONGEST_READ]
    found = [_first(read, _BROWSERS), _first(read, _SYSTEMS)]
    return ", ".join(name for name in found if name) or UNKNOWN


def _first(read: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in read), "")
