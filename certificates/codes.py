"""Verification codes: random, at least 100 bits, readable aloud and typed without doubt."""

import math
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0 o 1 l i u
LENGTH = 24
BITS = LENGTH * math.log2(len(ALPHABET))  # 117.8
GROUP = 4


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As printed: six groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalised(typed: str) -> str:
    """What a person typed, as it would be stored; empty when it cannot be a code."""
    code = "".join(character for character in typed.lower() if character not in " -\t\r\n")
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return ""
    return code
