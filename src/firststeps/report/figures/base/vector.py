"""A figure as SVG, in two forms of one drawing: letters as outlines, and letters as text.

Outlines look the same wherever they are shown; text can be searched and read out.  To draw a figure takes ten times as
long as to write what is drawn, so it is drawn once, and only its letters are written twice.
"""

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG

INCH = 72  # units of an SVG


def drawn(figure, title, alt, mark):
    """Give a figure as SVG with letters as outlines, and with letters as text; without a date or a program's name.

    The bytes are those that matplotlib writes with ``svg.fonttype`` "path" and "none".
    """
    about = {"Title": title, "Description": alt, "Keywords": [mark] if mark else []}
    FigureCanvasSVG(figure)  # so that the layout measures letters as they are drawn here
    dpi, figure.dpi = figure.dpi, INCH
    width, height = figure.get_size_inches() * INCH
    file = _Twofold()
    with matplotlib.rc_context():
        renderer = _TwofoldRenderer(width, height, file, dpi, about | {"Date": None, "Creator": None})
        figure.draw(renderer)
        renderer.finalize()
    return "".join(file.outlines).encode(), "".join(file.letters).encode()


class _Twofold:
    """What is written goes to both forms, or to those of `forms`."""

    def __init__(self):
        """Begin both forms, empty."""
        self.outlines, self.letters = [], []
        self.forms = [self.outlines, self.letters]

    def write(self, text):
        """Add a piece of text."""
        for form in self.forms:
            form.append(text)


class _TwofoldRenderer(RendererSVG):
    """Draws everything once, and each text in both forms."""

    def __init__(self, width, height, file, dpi, metadata):
        """Draw into the twofold ``file``; ``dpi`` is that of pictures within the figure."""
        super().__init__(width, height, file, image_dpi=dpi, metadata=metadata)
        self.file = file

    def draw_text(self, *arguments, **options):
        """Draw a text as outlines in the one form, and as text in the other."""
        both, outlines, start = self.file.forms, self.file.outlines, len(self.file.outlines)
        try:
            for form, kind in ((outlines, "path"), (self.file.letters, "none")):
                self.file.forms = [form]
                if form is not outlines and outlines[start] == ">\n":
                    form.append(">\n")  # the end of the tag before, which is written with what follows it
                matplotlib.rcParams["svg.fonttype"] = kind
                super().draw_text(*arguments, **options)
        finally:
            self.file.forms = both
