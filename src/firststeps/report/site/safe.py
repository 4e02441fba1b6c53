"""What notebooks show, as HTML that holds nothing but text, tables and the study's own figures."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

SHOWN = {"p", "strong", "em", "code", "span", "details", "summary"}
SHOWN |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
DROPPED = {"script", "style", "svg", "template", "iframe", "object"}  # with all that stands in them
DRAWING = "data:image/svg+xml,"


def safe_html(html, figures=None):
    """``html`` with the tags of `SHOWN` alone, its tables free to move sideways, its drawings those of ``figures``.

    ``figures`` gives by its SVG the name of a figure, and whether it has a narrow form.  A drawing that is none of them
    is left out; its alt text stays.

    >>> safe_html('<p onclick="x()">5 < 6<script>x()</script> <b>yes</b></p><img alt="A" src="http://a.b/c">')
    '<p>5 &lt; 6 yes</p><p>A</p>'
    """
    reader = _Reader(figures or {})
    reader.feed(html)
    reader.close()
    shown = "".join(reader.pieces) + "".join(f"</{tag}>" for tag in reversed(reader.open))
    return re.sub(r"<th[^>]*></th>", "<td></td>", shown)  # a head that says nothing is none


class _Reader(HTMLParser):
    """Writes again what may be shown; a tag that was not opened is not closed."""

    def __init__(self, figures):
        """Begin with nothing written; ``figures`` are those that may be shown."""
        super().__init__()
        self.figures, self.pieces, self.open, self._dropped = figures, [], [], 0

    def handle_starttag(self, tag, attributes):
        """Write a tag that may be shown, with what says how a cell is read and nothing else."""
        self._dropped += tag in DROPPED
        if self._dropped:
            return
        about = dict(attributes)
        if tag == "img":
            self.pieces.append(_drawing(about, self.figures))
        if tag not in SHOWN:
            return
        if tag == "table":
            self.pieces.append('<div class="wide" tabindex="0" role="group" aria-label="Table">')
        attribute = f' scope="{about["scope"]}"' if about.get("scope") in ("row", "col") else ""
        attribute += ' class="number"' if "text-align: right" in (about.get("style") or "") else ""
        self.pieces.append(f"<{tag}{attribute}>")
        self.open.append(tag)

    def handle_endtag(self, tag):
        """Close a tag, and what was left open within it."""
        if tag in DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        elif not self._dropped and tag in self.open:
            while self.open:
                last = self.open.pop()
                self.pieces.append(f"</{last}>" + ("</div>" if last == "table" else ""))
                if last == tag:
                    break

    def handle_data(self, data):
        """Write a text, escaped."""
        if not self._dropped:
            self.pieces.append(escape(data, quote=False))


def _drawing(about, figures):
    """A figure of the study as a picture that leads to its page; the alt text of any other."""
    alt, source = escape(about.get("alt") or ""), about.get("src") or ""
    name, narrow = figures.get(unquote(source.removeprefix(DRAWING)), ("", False))
    if not name or not source.startswith(DRAWING):
        return f"<p>{alt}</p>"
    other = f'<source media="(max-width: 34rem)" srcset="../figures/narrow/{name}.svg">' if narrow else ""
    picture = f'<picture>{other}<img src="../figures/{name}.svg" alt="{alt}"></picture>'
    return f'<a href="../figures/{name}.html">{picture}</a>'
