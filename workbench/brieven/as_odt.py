"""The letter as an OpenDocument text, the standard of the Dutch government for texts that are still worked on."""

from __future__ import annotations

import io
from typing import Any

from workbench.brieven.model import CONCEPT, Chapter, Letter, Line


def write(letter: Letter) -> bytes:
    """Raises ImportError without odfpy."""
    from odf.dc import Language, Title
    from odf.opendocument import OpenDocumentText
    from odf.style import Header, MasterPage, PageLayout, PageLayoutProperties
    from odf.text import H, P

    document = OpenDocumentText()
    document.meta.addElement(Title(text=letter.subject))
    document.meta.addElement(Language(text="nl-NL"))
    layout = PageLayout(name="Brief")
    layout.addElement(PageLayoutProperties(margin="2.2cm", pagewidth="21cm", pageheight="29.7cm"))
    document.automaticstyles.addElement(layout)
    master = MasterPage(name="Standard", pagelayoutname=layout)
    header = Header()
    header.addElement(P(text=CONCEPT))
    master.addElement(header)
    document.masterstyles.addElement(master)

    add = document.text.addElement
    add(_lines(letter.sender))
    add(P())
    add(_lines(letter.addressee))
    add(P())
    add(_lines(tuple(f"{name}: {value}" for name, value in letter.particulars)))
    add(H(outlinelevel=1, text=letter.subject))
    add(P(text=letter.salutation))
    for chapter in letter.chapters:
        if chapter.heading:
            add(H(outlinelevel=2, text=chapter.heading))
        for part in _parts(chapter):
            add(part)
    add(P())
    add(_lines(letter.closing))
    if letter.copies:
        add(P(text="Een afschrift van deze brief gaat naar:"))
        add(_list(tuple(Line(copy, point=True) for copy in letter.copies)))
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def _parts(chapter: Chapter) -> list[Any]:
    from odf.text import P

    from workbench.brieven.as_html import blocks

    return [_list(tuple(block)) if block[0].point else P(text=block[0].text) for block in blocks(chapter.lines)]


def _list(lines: tuple[Line, ...]) -> Any:
    from odf.text import A, List, ListItem, P

    made = List()
    for line in lines:
        item, paragraph = ListItem(), P()
        if line.source is not None and line.source.url:
            paragraph.addElement(A(href=line.source.url, text=line.text))
        else:
            paragraph.addText(line.text)
        item.addElement(paragraph)
        made.addElement(item)
    return made


def _lines(texts: tuple[str, ...]) -> Any:
    from odf.text import LineBreak, P

    made = P()
    for index, text in enumerate(texts):
        made.addText(text)
        if index < len(texts) - 1:
            made.addElement(LineBreak())
    return made
