"""One claim: a number (or text) that the paper uses, with all that a reader needs to judge it."""

import math
import re
from dataclasses import asdict, dataclass, field

from firststeps.errors import Stopped
from firststeps.report.printing import wording

MIME = "application/vnd.firststeps.claim+json"
TEXTS = ("text", "withheld")
UNITS = ("people", "proportion", "points", "margin", "p-value", "ratio", "coefficient")
UNITS += ("number", "number of points", *TEXTS)
ORIGINS = ("published", "derived", "assumed", "synthetic", "observed")
CHOSEN = ("study.yaml", "planning assumptions", "margins tried")  # sources of what is chosen, not computed from data
RECOMPUTED = ", recomputed"  # ends the source of what a paper worked out without data, and we again
DIGITS = 10  # significant digits kept, so that the last bits of a processor's arithmetic stay out of the files

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_SHARE, _AMOUNT = (0, 1), (0, math.inf)
_RANGES = {"proportion": _SHARE, "margin": _SHARE, "p-value": _SHARE, "ratio": _AMOUNT, "people": _AMOUNT}
_RANGES["points"] = _RANGES["coefficient"] = (-1, 1)
_RANGES["number of points"] = (-200, 200)


class ClaimError(Stopped):
    """A claim that cannot stand as given: the message says which, what was found and what is allowed."""


@dataclass(frozen=True)
class Claim:
    """One number (or text) with all that a reader needs to judge it.

    ``unit`` says how ``value`` is printed: "people" (a count, of ``n`` if given), "proportion" (0 to 1), "points" (a
    difference of proportions, -1 to 1), "margin" (the size of one, 0 to 1, without sign), "p-value", "ratio",
    "coefficient" (of agreement, -1 to 1), "number", "number of points" (between two changes, -200 to 200, printed
    without the word) or "text"; "withheld" is a text in place of a number that a public release does not show. ``n`` is
    the denominator and ``denominator`` says in words who they are. Counts that were rounded to a multiple of
    ``rounding`` print as "about 15". ``interval`` is (low, high) in the unit of the value, at ``level``; None for an
    end that has no limit. ``inputs`` are the SHA-256 of the files it was computed from.
    ``alpha`` is the significance level on whose side a p-value is printed, None where it is 5%.
    ``origin`` is that of the data: "published" for what a paper states in print, "derived" for what is worked out from
    that, "synthetic" or "observed", and "assumed" for what rests on assumptions alone, as a plan or a margin does.

    Raises ClaimError for an id that is not of dotted lower-case words, a NaN, an infinity, a value out of the
    range of its unit, an interval without level, a significance level that is none, and a published or
    derived claim without source.

    >>> claim = Claim("ips.five-months.proportion", 15 / 26, "proportion", n=26, denominator="people who answered",
    ...               interval=(0.389, 0.745), level=0.95, method="Wilson", origin="synthetic")
    >>> claim.printed, claim.fraction, claim.printed_interval
    ('58%', '15/26', '95% CI 39% to 75%')
    >>> print(claim)
    ips.five-months.proportion: 58% of 26 people who answered (15/26, 95% CI 39% to 75%; Wilson) [synthetic]
    >>> print(Claim("primary.mid-p", 0.73, "p-value", n=19, denominator="pairs", method="mid-p McNemar"))
    primary.mid-p: p = 0.73 (19 pairs; mid-p McNemar)
    >>> print(Claim("public.people", 30, "people", rounding=5))
    public.people: about 30
    """

    id: str
    value: float | int | str
    unit: str
    n: int | None = None
    denominator: str | None = None
    interval: tuple | None = None
    level: float | None = None
    alpha: float | None = None
    method: str | None = None
    source: str | None = None
    origin: str = "observed"
    rounding: int | None = None
    notebook: str | None = None
    cell: int | None = None
    cell_id: str | None = None
    inputs: dict = field(default_factory=dict)

    def __post_init__(self):
        """Bring the values to plain Python and refuse what cannot be printed."""
        if not _ID.fullmatch(str(self.id)):
            raise ClaimError(
                f'"{self.id}" is no claim id: lower-case words and numbers joined by hyphens, in at least two parts '
                'joined by dots, as in "ips.five-months.proportion".'
            )
        _set(self, unit=self._among("unit", UNITS), origin=self._among("origin", ORIGINS))
        _set(self, n=self._plain(self.n, "n", "people"), value=self._plain(self.value, "value", self.unit))
        if self.unit == "people" and self.n is not None and self.value > self.n:
            raise ClaimError(f'Claim "{self.id}" counts {self.value} people of {self.n}: more than there are.')
        if self.interval is not None:
            _set(self, interval=self._checked_interval())
        if self.alpha is not None and not 0 < self._finite(self.alpha, "alpha") < 1:
            raise ClaimError(f'Claim "{self.id}" has alpha {self.alpha!r}; give a level of tests, as alpha=0.05.')
        if self.origin in ("published", "derived") and not self.source:
            raise ClaimError(f'Claim "{self.id}" is {self.origin} but names no source; give source=.')

    @property
    def printed(self):
        """The value as text, in its unit."""
        if self.unit in TEXTS:
            return str(self.value)
        if self.unit == "p-value":
            return wording.p_value(self.value, alpha=self.alpha or wording.ALPHA)
        about = self.about if self.unit == "people" else ""
        return f"{about}{wording.in_unit(self.value, self.unit, self.interval)}"

    @property
    def whom(self):
        """The denominator with the words for who they are, or "" if the claim has none."""
        return "" if self.n is None else wording.counted(self.n, self.denominator or "people")

    @property
    def about(self):
        """What stands before a count: "about " where counts were rounded."""
        return "about " if (self.rounding or 1) > 1 else ""

    @property
    def printed_interval(self):
        """The interval as text with its level, or "" if the claim has none."""
        beside = self.value if self.unit == "number" else None
        return "" if self.interval is None else wording.interval(*self.interval, self.unit, self.level, beside)

    @property
    def fraction(self):
        """How many of how many, as "15/26", or "" where the value is not a whole number of people out of ``n``."""
        people = _people(self)
        return "" if people is None else wording.fraction(people, self.n)

    @property
    def data(self):
        """The data files that it was computed from: none where it was chosen, or follows from choices or numbers alone.

        >>> files = {"data/published.csv": "ab12", "src/firststeps/paired/power.py": "cd34"}
        >>> Claim("planning.size", 26, "people", origin="assumed", source="planning of us", inputs=files).data
        ['data/published.csv']
        >>> Claim("planning.power", 0.8, "proportion", origin="assumed", source=CHOSEN[1], inputs=files).data
        []
        >>> Claim("planning.level", 2825, "number", origin="assumed", source="Us (2013), recomputed", inputs=files).data
        []
        """
        source = self.source or ""
        chosen = self.origin == "assumed" and (source in CHOSEN or source.endswith(RECOMPUTED))
        return [] if chosen else [name for name in self.inputs if name.startswith("data/")]

    def __str__(self):
        """Give the claim as one line for the reader of the notebook."""
        who = f"{self.about}{self.whom}" if self.whom else ""
        part_of_them = self.unit in ("people", "proportion")
        of = f" of {who}" if who and part_of_them else ""
        fraction = self.fraction if self.unit == "proportion" else ""
        details = ", ".join(part for part in (fraction, self.printed_interval) if part)
        details = "; ".join(part for part in (details, "" if part_of_them else who, self.method) if part)
        mark = "" if self.origin == "observed" else f" [{self.origin}]"
        return f"{self.id}: {self.printed}{of}{f' ({details})' if details else ''}{mark}"

    def as_dict(self):
        """Give what is known of the claim as plain JSON values, without what is not.

        >>> Claim("course.people", 30, "people", origin="synthetic").as_dict()
        {'id': 'course.people', 'value': 30, 'unit': 'people', 'origin': 'synthetic'}
        """
        known = {key: value for key, value in asdict(self).items() if value not in (None, {})}
        if self.interval is not None:
            known["interval"] = list(self.interval)
        return known

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Show the claim in a notebook as a sentence and as data."""
        return {"text/plain": str(self), MIME: self.as_dict()}

    def _among(self, what, allowed):
        """Give a field whose value is one of those ``allowed``; ClaimError for another."""
        value = getattr(self, what)
        if value not in allowed:
            raise ClaimError(f'Claim "{self.id}" has {what} "{value}"; it is one of {wording.listing(allowed, "or")}.')
        return value

    def _plain(self, value, what, unit):
        """Give a number as a Python int or float within the range of its unit, and a text as it is."""
        if unit in TEXTS and isinstance(value, str) and value.strip():
            return value
        if value is None and what != "value":
            return None
        number = self._finite(value, what)
        low, high = _RANGES.get(unit, (-math.inf, math.inf))
        if unit in TEXTS or not low <= number <= high or (unit == "people" and number != round(number)):
            raise ClaimError(f'Claim "{self.id}" has {what} {value!r}, which is no {unit}.')
        return int(number) if number == round(number) and unit in ("people", "number") else number

    def _finite(self, value, what):
        """Give a number as a float of `DIGITS` significant digits."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ClaimError(f'Claim "{self.id}" has {what} {value!r}, which is not a number.') from None
        if not math.isfinite(number):
            raise ClaimError(
                f'Claim "{self.id}" has {what} {number}, which cannot be printed; '
                'where nothing can be computed record a unit="text" that says why; a limit that does not exist is None.'
            )
        return float(f"{number:.{DIGITS}g}") + 0.0  # nought has no sign

    def _checked_interval(self):
        """Give the interval as a pair of limits in order."""
        if self.level is None or not 0 < self._finite(self.level, "level") < 1:
            raise ClaimError(f'Claim "{self.id}" has an interval; give its level between 0 and 1, as level=0.95.')
        low, high = (self._plain(limit, "limit", self.unit) for limit in self.interval)
        if low is not None and high is not None and low > high:
            raise ClaimError(f'Claim "{self.id}" has an interval from {low} to {high}: its limits are the wrong way.')
        return low, high


def _people(claim):
    """Give the number of people a claim is about, or None if it is not a whole number of them."""
    if claim.n is None or claim.unit not in ("people", "proportion"):
        return None
    people = claim.value if claim.unit == "people" else claim.value * claim.n
    return round(people) if abs(people - round(people)) < 1e-6 + 1e-9 * claim.n else None


def _set(claim, **values):
    """Set fields of a frozen claim while it is being made."""
    for name, value in values.items():
        object.__setattr__(claim, name, value)
