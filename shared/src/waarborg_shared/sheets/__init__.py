"""Spreadsheets that services give: needs the extra ``sheets`` (openpyxl), but for what is told of formulas."""
