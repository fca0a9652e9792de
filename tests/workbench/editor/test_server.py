"""The language server as an editor talks to it: a real process, over standard input and output."""

import asyncio
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

START = "import sys; from workbench.cli import main; sys.exit(main(sys.argv[1:]))"
BEGRIPPEN = """Regeling Proef
    bron: Proefwet (BWBR0000001) artikel 1

Objecttype de aanvrager (mv: aanvragers)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000
    de toeslag : bedrag per maand, in centen

Parameter het vaste bedrag : bedrag per maand
    bron: Proefwet artikel 2
    vanaf 01-01-2024: € 20,00
    vanaf 01-01-2025: € 21,00, zekerheid: middel
"""
REGELS = """Regeling Proef
    gebruikt: begrippen

Regel hoogte van de toeslag
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    De toeslag van een aanvrager moet gesteld worden op het vaste bedrag
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "begrippen.regels").write_text(BEGRIPPEN, encoding="utf-8")
    (tmp_path / "regels.regels").write_text(REGELS, encoding="utf-8")
    return tmp_path


class Editor(LanguageClient):
    """What an editor does: open, type, ask, and remember what it was told."""

    def __init__(self) -> None:
        super().__init__("proef", "1")
        self.told: dict[str, list[lsp.Diagnostic]] = {}
        self.news = asyncio.Event()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(params: lsp.PublishDiagnosticsParams) -> None:
            self.told[params.uri.rsplit("/", 1)[-1]] = list(params.diagnostics)
            self.news.set()

    async def begin(self, folder: Path) -> None:
        await self.start_io(sys.executable, "-c", START, "taalserver", "--regels", str(folder))
        await self.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=folder.as_uri())
        )
        self.initialized(lsp.InitializedParams())

    def open(self, path: Path, text: str) -> None:
        item = lsp.TextDocumentItem(path.as_uri(), "toetssteen", 1, text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: Path, version: int, text: str) -> None:
        document = lsp.VersionedTextDocumentIdentifier(version, path.as_uri())
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def until(self, file: str, codes: set[str]) -> None:
        """Wait until exactly these findings were told of a file."""
        async with asyncio.timeout(60):
            while file not in self.told or {str(it.code) for it in self.told[file]} != codes:
                self.news.clear()
                await self.news.wait()


def test_an_editor_is_served(folder: Path) -> None:
    asyncio.run(_served(folder))


async def _served(folder: Path) -> None:
    editor = Editor()
    await editor.begin(folder)
    path = folder / "regels.regels"
    document = lsp.TextDocumentIdentifier(path.as_uri())
    editor.open(path, REGELS)
    await editor.until("regels.regels", set())

    editor.type(path, 2, REGELS.replace("vaste bedrag", "vast bedrag"))
    await editor.until("regels.regels", {"TS201"})
    (found,) = editor.told["regels.regels"]
    assert "vaste bedrag" in found.message and found.range.start.line == 7

    half = REGELS.replace("op het vaste bedrag", "op het va")
    editor.type(path, 3, half)
    row = half.split("\n")[7]
    answer = await editor.text_document_completion_async(lsp.CompletionParams(document, lsp.Position(7, len(row))))
    assert isinstance(answer, lsp.CompletionList)
    assert [it.label for it in answer.items] == ["vaste bedrag"]

    editor.type(path, 4, REGELS)
    place = lsp.Position(7, REGELS.split("\n")[7].index("vaste") + 1)
    told = await editor.text_document_hover_async(lsp.HoverParams(document, place))
    assert told is not None and isinstance(told.contents, lsp.MarkupContent)
    assert "€ 21,00 per maand" in told.contents.value and "zekerheid: middel" in told.contents.value

    where = await editor.text_document_definition_async(lsp.DefinitionParams(document, place))
    assert isinstance(where, list) and [it.uri.rsplit("/", 1)[-1] for it in where] == ["begrippen.regels"]  # type: ignore[union-attr]
    named = await editor.text_document_references_async(
        lsp.ReferenceParams(lsp.ReferenceContext(True), document, place)
    )
    assert named is not None and len(named) == 2

    editor.type(path, 5, REGELS.replace("    De toeslag", "De toeslag"))
    edits = await editor.text_document_formatting_async(
        lsp.DocumentFormattingParams(document, lsp.FormattingOptions(4, True))
    )
    assert edits is not None and [it.new_text for it in edits] == [REGELS]
    tokens = await editor.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    assert tokens is not None and len(tokens.data) % 5 == 0 and len(tokens.data) > 50
    symbols = await editor.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert symbols is not None and [it.name for it in symbols] == ["Proef", "hoogte van de toeslag"]

    # When nobody types any more, other files are told what this one does to them.
    words = folder / "begrippen.regels"
    editor.open(words, BEGRIPPEN.replace("het vaste bedrag", "het andere bedrag"))
    await editor.until("regels.regels", {"TS201"})

    await editor.shutdown_async(None)
    editor.exit(None)
    await editor.stop()
