"""Says in plain words what is wrong with a value of ``study.yaml``: no message of a library reaches a person."""

EXPECTED = {  # by the types of pydantic's errors
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type"),
        "expected keys and values below it, as in 'key: value'",
    ),
    **dict.fromkeys(("list_type", "tuple_type"), "expected a list, as in '[one, two]'"),
    "string_type": "expected a text",
    **dict.fromkeys(("bool_type", "bool_parsing"), "expected true or false"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "expected a number"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "expected a whole number"),
    "int_parsing_size": "expected a smaller whole number",
    "greater_than": "expected a number above {gt:g}",
    "greater_than_equal": "expected {ge:g} or more",
    "less_than": "expected a number below {lt:g}",
    "less_than_equal": "expected {le:g} or less",
    "too_short": "expected {min_length} or more, not {actual_length}",
    "too_long": "expected {max_length} or fewer, not {actual_length}",
    "literal_error": "allowed: {expected}",
    "string_pattern_mismatch": "allowed: small letters, digits and hyphens, beginning with a letter",
}
EXPLAINED = "expected another value: docs/study-yaml.md explains each key"


def messages(fault):
    """One line for each fault that pydantic found: place, what was found, what is allowed."""
    for error in fault.errors():
        place = " > ".join(str(step) for step in error["loc"] if step != "[key]")
        for sentence in in_words(error).split("\n"):
            yield f"study.yaml: {place}: {sentence}." if place else f"study.yaml: {sentence}."


def in_words(error):
    """What one error of pydantic means, with what was found where that can be shown in a line.

    >>> in_words({"type": "less_than", "input": "10", "ctx": {"lt": 1.0}})
    "found '10'; expected a number below 1, as 0.1 is for 10 in a hundred"
    >>> in_words({"type": "dict_type", "input": ""})
    "found nothing; expected keys and values below it, as in 'key: value'"
    """
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "missing":
        return "is missing and must be given: docs/study-yaml.md explains each key"
    expected = EXPECTED.get(error["type"], EXPLAINED).format(**error.get("ctx", {}))
    value = error["input"]
    if isinstance(value, (dict, list)):
        return expected
    meant = _percent_meant(error["type"], value)
    return f"found {repr(value) if value not in ('', None) else 'nothing'}; {expected}{meant}"


def _percent_meant(kind, value):
    """What to write in place of a number of a hundred where a share is expected; empty where it is none.

    >>> _percent_meant("less_than", "2.5"), _percent_meant("less_than", "200"), _percent_meant("greater_than", "-1")
    (', as 0.025 is for 2.5 in a hundred', '', '')
    """
    if kind != "less_than" or not 1 < float(value) < 100:
        return ""
    return f", as {float(value) / 100:.6g} is for {float(value):.6g} in a hundred"
