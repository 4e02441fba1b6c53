"""A form as an evaluator exports it, made up: seven wellbeing items, one of confidence, one yes/no, twice."""

from pathlib import Path

HERE = Path(__file__).parent
STEM = "Below are some statements. Please tick the box that best describes your experience over the last 2 weeks."
ITEMS = {
    "optimistic": "I've been feeling optimistic about the future",
    "useful": "I've been feeling useful",
    "relaxed": "I've been feeling relaxed",
    "problems": "I've been dealing with problems well",
    "thinking": "I've been thinking clearly",
    "close": "I've been feeling close to other people",
    "mind": "I've been able to make up my own mind about things",
}
OFTEN = "[None of the time, Rarely, Some of the time, Often, All of the time]"
CONFIDENT = "[Not at all confident, Slightly confident, Moderately confident, Quite confident, Extremely confident]"
ASKED = "How confident do you feel in supporting someone with a mental health problem?"
YAML = "\n".join(
    [
        "title: A course on mental health",
        "synthetic: true",
        "waves:",
        "  - {id: before, label: Before the course, short: Before, file: wellbeing-before.csv}",
        "  - {id: after, label: After the course, short: After, file: wellbeing-after.csv}",
        "data: {layout: per-wave, ignore: [Timestamp]}",
        "identifier:",
        """  column: "Your code (first two letters of your mother's first name, day of birth)\"""",
        "  pattern: '[A-Z]{2}[0-9]{2}'",
        "items:",
        *(
            f'  {id}: {{label: "{label}", kind: ordered, column: "{STEM} [{label}]", choices: {OFTEN}}}'
            for id, label in ITEMS.items()
        ),
        f'  confidence: {{label: "{ASKED}", kind: ordered, column: "{ASKED}", choices: {CONFIDENT}}}',
        "  supported: {label: Supported a peer, kind: yes-no, column: 'Have you supported a peer in the last month?'}",
        f"  wellbeing: {{label: Wellbeing, kind: score, items: [{', '.join(ITEMS)}]}}",
        "  confident:",
        "    label: Quite or extremely confident",
        "    kind: yes-no",
        "    from: confidence",
        "    yes: [Quite confident, Extremely confident]",
        "outcomes: [supported, confident]",
        "primary: {outcome: confident, first: before, second: after, margin: 0.10}",
    ]
)


def write(small, yaml=YAML):
    """The study, written into the folder of a ``Small`` one."""
    for wave in ("before", "after"):
        name = f"wellbeing-{wave}.csv"
        small.write((HERE / name).read_bytes(), yaml, name)
    return small
