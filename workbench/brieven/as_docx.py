"""The letter as a Word document."""

from __future__ import annotations

import io

from workbench.brieven.model import CONCEPT, Letter


def write(letter: Letter) -> bytes:
    """Raises ImportError without python-docx."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = letter.subject
    document.core_properties.author = letter.sender[0]
    document.core_properties.language = "nl-NL"
    document.sections[0].header.paragraphs[0].text = CONCEPT

    def lines(texts: tuple[str, ...]) -> None:
        paragraph = document.add_paragraph()
        for index, text in enumerate(texts):
            run = paragraph.add_run(text)
            if index < len(texts) - 1:
                run.add_break()

    lines(letter.sender)
    lines(letter.addressee)
    table = document.add_table(rows=0, cols=2)
    for name, value in letter.particulars:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    document.add_heading(letter.subject, level=1)
    document.add_paragraph(letter.salutation)
    for chapter in letter.chapters:
        if chapter.heading:
            document.add_heading(chapter.heading, level=2)
        for line in chapter.lines:
            text = line.text if line.source is None or not line.source.url else f"{line.text} <{line.source.url}>"
            document.add_paragraph(text, style="List Bullet" if line.point else None)
    lines(letter.closing)
    if letter.copies:
        document.add_paragraph("Een afschrift van deze brief gaat naar:")
        for copy in letter.copies:
            document.add_paragraph(copy, style="List Bullet")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
