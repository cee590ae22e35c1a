"""The register as PDF/A and PDF/UA."""

from waarborg_breach.typesetting.pdf import MEDIA_TYPE, Block, Book, typeset

__all__ = ["MEDIA_TYPE", "Block", "Book", "typeset"]
