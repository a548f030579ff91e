"""What becomes of a reading under the auxiliaries of its clause: what is to be done, refused, demanded, threatened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.frames import Frame
    from diplopack.transform.readings import Reader, Reading

_REFUSED = {"will", "wo", "would", "shall", "’ll", "'ll", "’d", "'d"}
_PLANNED = {"will", "shall", "’ll", "'ll"}
# What somebody says that he could or might do of these he threatens.
_POSSIBLE = frozenset({"could", "might", "may"})
_FORCEFUL = frozenset({"15", "16", "19"})
_BINDING = {"must", "should", "ought"}
_ONESELF = frozenset({"it", "they", "he", "she", "we"})
# Acts of which a plan is none, and which are told as they are where they are planned.
_WORDS = frozenset({"01", "02", "03", "09", "10", "12", "13"})
_PLEDGES = frozenset({"03", "13", "12", "10", "02"})


def modal(reader: Reader, reading: Reading, frame: Frame, *, reported: bool) -> Reading | None:
    """A reading under its clause's auxiliaries: "will visit" is an intent, "will not" a refusal.

    In a clause that is `reported` "would" stands for "will".
    """
    if frame.modal in _REFUSED and frame.negated:
        return _wrap(reader, "reject", reading)
    if frame.negated and not reader.parse.is_verb(frame.token) and reading.operator in {"intend", "agree"}:
        return _wrap(reader, "reject", reading.content or reading)  # "is not ready to negotiate"
    if frame.negated:
        return None
    if reported and frame.modal in _POSSIBLE and reading.code[:2] in _FORCEFUL and _is_own_deed(reader, frame):
        return _wrap(reader, "threaten", reading)  # "said they could send troops"
    if frame.modal in _PLANNED or (reported and frame.modal in {"would", "'d", "’d"}):
        return _wrap(reader, "intend", reading)
    return None if frame.modal else reading


def obliged(reader: Reader, reading: Reading, frame: Frame) -> Reading | None:
    """What somebody says another must or should do is a demand or an appeal."""
    if frame.modal not in _BINDING:
        return None
    operator = "demand" if frame.modal == "must" else "appeal"
    basis = reading
    if frame.negated:
        end = reader.lexicon.combine("end", reading.code)
        if end is None:
            return None
        basis = replace(reading, code=end)
    code = reader.lexicon.combine(operator, basis.code)
    if code is None:
        return None
    return replace(
        reading,
        code=code,
        rule=f"{frame.modal}:{operator}({reading.rule})",
        targets=reading.targets if code.startswith("113") else reading.agents,
        content=reading,
        operator=operator,
    )


def _is_own_deed(reader: Reader, frame: Frame) -> bool:
    """Whether a pronoun is the subject of a clause, as where somebody tells of himself."""
    return any(reader.parse.lower[subject] in _ONESELF for subject in frame.subject)


def _wrap(reader: Reader, operator: str, reading: Reading) -> Reading | None:
    if operator == "intend" and reading.code[:2] in _WORDS:
        return reading if reading.code[:2] in _PLEDGES else None
    code = reader.lexicon.combine(operator, reading.code)
    if code is None:
        return None
    return replace(reading, code=code, rule=f"{operator}({reading.rule})", content=reading, operator=operator)
