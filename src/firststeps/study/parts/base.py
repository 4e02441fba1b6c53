"""What every part of ``study.yaml`` is made of: keys that carry their meaning, and models that refuse all others."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from firststeps.study.parts.texts import nearest, tidy
from firststeps.study.reads import Watched

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Share = Annotated[float, Field(gt=0, lt=1)]


def key(means, example, default=..., **rules):
    """A key of ``study.yaml``: what it means, an example of it as it is written, and what stands where it is not given.

    ``rules`` are those of pydantic's ``Field``.  Meaning and example make ``docs/study-yaml.md`` (``study.reference``).

    >>> key("Name of the study.", "First steps").is_required()
    True
    """
    return Field(default, description=means, examples=[example], **rules)


def seen_by_readers(text):
    """The text of a label as it is; ValueError where it holds nothing that readers see."""
    if not tidy(text):
        raise ValueError("found nothing; expected the words that readers see")
    return text


class Strict(Watched, BaseModel):
    """A part of ``study.yaml``: keys that nobody declared are refused, with the nearest declared ones."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, content):
        """Refuse keys that are not known, and name the nearest that are."""
        if isinstance(content, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            unknown = [key for key in content if key not in known and key not in cls.model_fields]
            if unknown:
                raise ValueError("; ".join(f"key {key!r} is not known ({nearest(key, known)})" for key in unknown))
        return content
