"""JTB-Care's look: warm greens on paper, with a serif for the headings."""

from waarborg_shared.hooks.values import Theme

THEME = Theme(
    {
        "--waarborg-color-primary": "#2f5d3a",
        "--waarborg-color-on-primary": "#ffffff",
        "--waarborg-color-accent": "#d98b4a",
        "--waarborg-color-link": "#7a3b12",
        "--waarborg-color-text": "#2a241d",
        "--waarborg-color-muted": "#5f554a",
        "--waarborg-color-background": "#faf6ef",
        "--waarborg-color-surface": "#fffdf9",
        "--waarborg-color-soft": "#efe9dc",
        "--waarborg-color-focus": "#1f4fa3",
        "--waarborg-heading-font-family": "Georgia, 'Noto Serif', 'Liberation Serif', serif",
        "--waarborg-radius": "10px",
    }
)
