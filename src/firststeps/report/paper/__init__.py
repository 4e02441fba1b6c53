"""From claims and a manuscript to PDF, DOCX, HTML and JATS."""
