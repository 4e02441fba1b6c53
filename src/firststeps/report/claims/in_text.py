"""A claim as one place of the manuscript prints it."""

from dataclasses import dataclass, replace

from firststeps.errors import Stopped
from firststeps.report.claims.claim import Claim
from firststeps.report.printing import wording

_ORIGIN = {"derived": "derived from published"}  # where the word alone does not say enough


class ManuscriptError(Stopped):
    """Something that stands in the way of the manuscript, worded for its author."""


@dataclass(frozen=True)
class Mention:
    """A claim as one place of the manuscript prints it.

    In a template ``{{ claim("id") }}`` prints the value; its parts are ``.n``, ``.of`` ("15 of 26"), ``.fraction``
    ("15/26"), ``.whom`` ("26 people"), ``.interval``, ``.level`` (of the interval), ``.full`` (count, percentage and
    interval), ``.denominator``, ``.method``, ``.words`` (for counts) and ``.unsigned`` (for margins); ``.capital``
    begins a sentence.  For conditions, never for printing, there are ``.number``, ``.low`` and ``.high``, and
    ``.shown``, which is false where a public release withholds the number.

    >>> c = Mention(Claim("a.b", 15 / 26, "proportion", n=26, interval=(0.389, 0.745), level=0.95, origin="synthetic"))
    >>> c.text, c.of.text, c.full.text
    ('58%', '15 of 26', '15 of 26, 58% (95% CI 39% to 75%)')
    >>> Mention(Claim("a.c", 15, "people")).words.capital.text
    'Fifteen'
    """

    shown = True  # whether there is a number; see `Withheld`

    claim: Claim
    printed: str | None = None
    line: int | None = None  # of the template

    @property
    def text(self):
        """What is printed."""
        return self.claim.printed if self.printed is None else self.printed

    @property
    def title(self):
        """Where the number comes from, in one line."""
        source = source_of(self.claim)
        place = f"notebook {source['where']}" if source["where"] else ""
        return "; ".join(part for part in (source["id"], source["how"], place, source["data"]) if part)

    @property
    def n(self):
        """The denominator."""
        return self._print(f"{self.claim.about}{wording.count(self._required(self.claim.n, 'n'))}")

    @property
    def of(self):
        """How many of how many, in words."""
        return self._print(self.claim.about + self._required(self.claim.fraction, "fraction").replace("/", " of "))

    @property
    def whom(self):
        """The denominator with the words for who they are."""
        return self._print(f"{self.claim.about}{self._required(self.claim.whom, 'denominator')}")

    @property
    def fraction(self):
        """How many of how many, with a stroke."""
        return self._print(self._required(self.claim.fraction, "fraction"))

    @property
    def interval(self):
        """The interval with its level."""
        return self._print(self._required(self.claim.printed_interval, "interval"))

    @property
    def level(self):
        """The level of the interval, as a caption says it."""
        return self._print(wording.confidence(self._required(self.claim.level, "level")))

    @property
    def full(self):
        """The value with what it is of and its interval, as far as they are known."""
        counted = f"{self.claim.about}{self.claim.fraction.replace('/', ' of ')}, " if self.claim.fraction else ""
        counted = "" if self.claim.unit == "people" else counted
        interval = f" ({self.claim.printed_interval})" if self.claim.interval else ""
        return self._print(f"{counted}{self.claim.printed}{interval}")

    @property
    def unsigned(self):
        """A difference without its sign, as a margin is stated."""
        return self._print(wording.points(self.claim.value, sign=False))

    @property
    def words(self):
        """A count in words."""
        return self._print(f"{self.claim.about}{wording.words(self.claim.value)}")

    @property
    def capital(self):
        """The same with a capital letter."""
        return self._print(self.text[:1].upper() + self.text[1:])

    @property
    def denominator(self):
        """Who the denominator are."""
        return self._print(self._required(self.claim.denominator, "denominator"))

    @property
    def method(self):
        """How the number was computed."""
        return self._print(self._required(self.claim.method, "method"))

    @property
    def number(self):
        """The value itself, for conditions."""
        return self.claim.value

    @property
    def low(self):
        """The lower limit, for conditions."""
        return self._required(self.claim.interval, "interval")[0]

    @property
    def high(self):
        """The upper limit, for conditions."""
        return self._required(self.claim.interval, "interval")[1]

    def _print(self, text):
        """Give the same mention with another text in its place."""
        return replace(self, printed=text)

    def _required(self, value, what):
        """Give a value that the claim must have to be printed so; ManuscriptError where it has none."""
        if value in (None, ""):
            raise ManuscriptError(
                f'Claim "{self.claim.id}" has no {what} to print; record it in {self.claim.notebook}.'
            )
        return value


class Withheld(Mention):
    """A claim whose number a public release does not show: every part prints the same text, and there is no number.

    >>> c = Withheld(Claim("a.b", "not shown", "withheld"))
    >>> c.shown, c.of.text, c.interval.capital.text
    (False, 'not shown', 'Not shown')
    """

    shown = False
    n = of = whom = fraction = interval = level = full = property(lambda self: self)
    unsigned = words = denominator = method = n

    @property
    def number(self):
        """There is none: raises ManuscriptError."""
        raise ManuscriptError(
            f'Claim "{self.claim.id}" is withheld from the public release: ask whether it is .shown before you ask for '
            "its number."
        )

    low = high = number


def mention(claim):
    """The `Mention` of a claim, or `Withheld`."""
    return Withheld(claim) if claim.unit == "withheld" else Mention(claim)


def source_of(claim):
    """Say in words where a claim comes from.

    Gives ``id``, ``number``, ``how`` (of whom, method), ``where`` (notebook, cell), ``data`` (origin) and ``source``.

    >>> claim = Claim("ips.people", 15, "people", n=26, method="counted", notebook="02-participants", cell=4)
    >>> list(source_of(claim).values())
    ['ips.people', '15', 'of 26 people; counted', '02-participants, cell 4', 'observed', '']
    """
    who = f"of {claim.about}{claim.whom}" if claim.whom else ""
    cell = f", cell {claim.cell}" if claim.cell else ""
    return {
        "id": claim.id,
        "number": claim.printed,
        "how": "; ".join(part for part in (who, claim.method) if part),
        "where": f"{claim.notebook}{cell}" if claim.notebook else "",
        "data": _ORIGIN.get(claim.origin, claim.origin),
        "source": claim.source or "",
    }
