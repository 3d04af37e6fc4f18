"""Small files of our own, and where other people's lie beside this checkout."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.conftest import SHARED

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Power</text></category></question>
<question type="multichoice">
  <name><text>Off</text></name>
  <questiontext format="html"><text><![CDATA[<p>A phone is <b>off</b>.</p><p>What now?</p>
    <img src="@@PLUGINFILE@@/a.png" alt="A phone">]]></text></questiontext>
  <generalfeedback format="html"><text>Off stays off.</text></generalfeedback>
  <idnumber>phone-off</idnumber>
  <single>true</single>
  <answer fraction="100"><text>Leave it</text><feedback><text>Right.</text></feedback></answer>
  <answer fraction="0"><text>Start it</text><feedback><text>It changes.</text></feedback></answer>
  <tags><tag><text>phones</text></tag></tags>
</question>
<question type="calculated"><name><text>Sums</text></name></question>
<question type="description"><questiontext><text>Read this.</text></questiontext></question>
</quiz>
"""
AIKEN = """What do you do first?
A. Make the scene safe
B) Photograph
ANSWER: A

No options here
ANSWER: A

Which one?
A. This
B. That
ANSWER: C

Never answered
A. One
B. Two
"""
ITEM = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{name}" title="T">
 <responseDeclaration identifier="R" cardinality="single" baseType="identifier">
  <correctResponse><value>a</value></correctResponse></responseDeclaration>
 <itemBody><p>What about <b>{name}</b>?</p>
  <choiceInteraction responseIdentifier="R" maxChoices="1">
   <simpleChoice identifier="a">Leave it
    <feedbackInline identifier="a">Right.</feedbackInline></simpleChoice>
   <simpleChoice identifier="b">Start it
    <feedbackInline identifier="b">No.</feedbackInline></simpleChoice>
  </choiceInteraction></itemBody>
</assessmentItem>
"""


def package(**parts: str | bytes) -> bytes:
    """A ZIP of parts; `__` in a name stands for a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def sample(*path: str) -> bytes:
    file = Path(SHARED, "samples", *path)
    if not file.exists():
        pytest.skip("the samples are not beside this checkout (../shared/data/samples)")
    return file.read_bytes()
