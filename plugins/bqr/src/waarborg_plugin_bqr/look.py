"""BQR-Zorg's look: a calm blue with a line of gold."""

from waarborg_shared.hooks.values import Theme

THEME = Theme(
    {
        "--waarborg-color-primary": "#1b3f73",
        "--waarborg-color-on-primary": "#ffffff",
        "--waarborg-color-accent": "#e0a526",
        "--waarborg-color-link": "#1d4f91",
        "--waarborg-color-text": "#17212e",
        "--waarborg-color-muted": "#4c5a6b",
        "--waarborg-color-background": "#f5f7fa",
        "--waarborg-color-surface": "#ffffff",
        "--waarborg-color-soft": "#e8eef7",
        "--waarborg-color-focus": "#7a1fa2",
        "--waarborg-radius": "4px",
    }
)
