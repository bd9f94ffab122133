"""What an outcome may say to a journalist."""

import re

_JARGON = re.compile(r"Errno|Error|Exception|Traceback|None|<|>|\{|\[|0x|[a-z]_[a-z]|\bEOF\b|\bTCP\b|[a-z][A-Z]")


def is_understandable(sentence: str) -> bool:
    """Is it one or more whole sentences without a programmer's words?"""
    return sentence[:1].isalnum() and sentence.endswith((".", ".”")) and not _JARGON.search(sentence)
