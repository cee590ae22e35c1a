"""Lists and figures as files for a spreadsheet."""
