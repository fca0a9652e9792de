"""The language server: what an editor such as VS Code asks, answered by the functions of this package.

It speaks over standard input and output (``toetssteen taalserver``). A change is answered at once with what concerns the file; when
nobody typed for a while everything is judged, and what that finds in other files is told too.
"""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from dsl.diagnostics import Diagnostic, Severity
from dsl.files import EXTENSION
from dsl.source import SourceFile, Span
from engine.version import ENGINE_VERSION
from workbench.editor.completion import ItemKind, complete
from workbench.editor.highlight import KINDS, painted
from workbench.editor.hover import Hover, hover
from workbench.editor.meaning import definitions_of, found_at
from workbench.editor.outline import Symbol, formatted, outline
from workbench.editor.references import references_of
from workbench.editor.units import Units
from workbench.editor.workspace import View, Workspace

QUIET = 1.0
"""Seconds without typing after which everything is judged."""
_SEVERITIES = {
    Severity.FOUT: lsp.DiagnosticSeverity.Error,
    Severity.WAARSCHUWING: lsp.DiagnosticSeverity.Warning,
    Severity.OPMERKING: lsp.DiagnosticSeverity.Information,
}
_ITEMS: dict[ItemKind, lsp.CompletionItemKind] = {
    "naam": lsp.CompletionItemKind.Field,
    "type": lsp.CompletionItemKind.Class,
    "parameter": lsp.CompletionItemKind.Constant,
    "waarde": lsp.CompletionItemKind.EnumMember,
    "kenmerk": lsp.CompletionItemKind.Property,
    "woord": lsp.CompletionItemKind.Keyword,
    "kop": lsp.CompletionItemKind.Keyword,
    "blok": lsp.CompletionItemKind.Struct,
    "regel": lsp.CompletionItemKind.Function,
    "bestand": lsp.CompletionItemKind.File,
    "bron": lsp.CompletionItemKind.Reference,
}
_SYMBOLS = {
    "Regeling": lsp.SymbolKind.Namespace,
    "Objecttype": lsp.SymbolKind.Class,
    "Registratie": lsp.SymbolKind.Class,
    "Opsomming": lsp.SymbolKind.Enum,
    "Parameter": lsp.SymbolKind.Constant,
    "Tabel": lsp.SymbolKind.Array,
    "waarde": lsp.SymbolKind.EnumMember,
    "attribuut": lsp.SymbolKind.Field,
    "kenmerk": lsp.SymbolKind.Property,
    "rol": lsp.SymbolKind.Field,
}
_PAINT = {
    "blok": "keyword", "titel": "class", "kop": "macro", "bron": "string", "woord": "keyword", "naam": "property",
    "type": "type", "waarde": "enumMember", "parameter": "variable", "kenmerk": "property", "plaatselijk": "parameter",
    "onbekend": "regexp", "getal": "number", "tekst": "string", "commentaar": "comment",
}  # fmt: skip
_LEGEND = tuple(dict.fromkeys(_PAINT[kind] for kind in KINDS))


class RulesServer(LanguageServer):
    """A language server over one folder with rules: ``root``, or what the editor has open."""

    def __init__(self, root: Path | None = None) -> None:
        super().__init__("toetssteen", ENGINE_VERSION)
        self.root = root
        self.rules: Workspace | None = None
        self.texts: dict[str, str] = {}
        self.told: set[str] = set()
        self._later: asyncio.Task[None] | None = None

    # --- files and places

    def begin(self, params: lsp.InitializeParams) -> None:
        folders = [Path(path) for uri in _folders(params) if (path := _path(uri)) is not None]
        if self.root is None:
            nested = [folder / "rules" for folder in folders if (folder / "rules").is_dir()]
            self.root = next(iter([*nested, *folders]), None)
        if self.root is None:
            from engine.paths import rules_dir

            self.root = rules_dir()
        self.rules = Workspace.of_folder(self.root)

    def name_of(self, uri: str) -> str:
        """What ``gebruikt:`` calls the file."""
        path = _path(uri) or Path("naamloos")
        assert self.root is not None
        try:
            relative = path.resolve().relative_to(self.root.resolve())
        except ValueError:
            relative = Path(path.name)
        return relative.as_posix().removesuffix(EXTENSION)

    def uri_of(self, name: str) -> str:
        assert self.root is not None
        return (self.root.resolve() / f"{name}{EXTENSION}").as_uri()

    def view(self) -> View:
        assert self.rules is not None
        return self.rules.view(self.texts)

    def units(self, source: SourceFile) -> Units:
        encoding = self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
        return Units(source, lsp.PositionEncodingKind(encoding).value)

    def place(self, params: Any) -> tuple[View, str, int] | None:
        """The file and the offset that a request is about."""
        view, name = self.view(), self.name_of(params.text_document.uri)
        if name not in view.scanned:
            return None
        return view, name, self.units(view.source(name)).offset(params.position.line, params.position.character)

    def location(self, view: View, span: Span) -> lsp.Location | None:
        name = view.name_of(span.file)
        return None if name is None else lsp.Location(self.uri_of(name), self.range(view.source(name), span))

    def range(self, source: SourceFile, span: Span) -> lsp.Range:
        units = self.units(source)
        return lsp.Range(lsp.Position(*units.position(span.start)), lsp.Position(*units.position(span.end)))

    # --- findings

    def changed(self, uri: str, text: str | None) -> None:
        """Take in a text (None: closed, so that the file counts again) and tell what is wrong with it."""
        name = self.name_of(uri)
        if text is None:
            self.texts.pop(name, None)
        else:
            self.texts[name] = text
        view = self.view()
        if name in view.scanned:
            self.tell(view, name, view.judged(name).findings)
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().create_task(self._settle())

    async def _settle(self) -> None:
        await asyncio.sleep(QUIET)
        rules, texts = self.rules, dict(self.texts)
        assert rules is not None
        settled = await asyncio.to_thread(rules.settle, texts)
        if texts != self.texts:
            return
        view = self.view()
        by_file: dict[str, list[Diagnostic]] = {name: [] for name in (*texts, *self.told)}
        for found in settled.findings:
            name = view.name_of(found.span.file)
            if name is not None:
                by_file.setdefault(name, []).append(found)
        for name, findings in by_file.items():
            if name in view.scanned:
                self.tell(view, name, findings)
        self.told = {name for name, findings in by_file.items() if findings}

    def tell(self, view: View, name: str, findings: Any) -> None:
        source = view.source(name)
        told = [self.diagnostic(view, source, found) for found in findings]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri_of(name), told))

    def diagnostic(self, view: View, source: SourceFile, found: Diagnostic) -> lsp.Diagnostic:
        related = [
            lsp.DiagnosticRelatedInformation(place, item.text)
            for item in found.related
            if (place := self.location(view, item.span)) is not None
        ]
        return lsp.Diagnostic(
            range=self.range(source, found.span),
            message=f"{found.cause}\n{found.remedy}" if found.remedy else found.cause,
            severity=_SEVERITIES[found.severity],
            code=found.code,
            source="toetssteen",
            related_information=related or None,
        )


def _folders(params: lsp.InitializeParams) -> list[str]:
    named = [folder.uri for folder in params.workspace_folders or ()]
    return named or ([params.root_uri] if params.root_uri else [])


def _path(uri: str) -> Path | None:
    parts = urlparse(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def make_server(root: Path | None = None) -> RulesServer:
    """A server with all that it can answer."""
    server = RulesServer(root)

    @server.feature(lsp.INITIALIZE)
    def begin(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri, params.text_document.text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.changed(uri, server.workspace.get_text_document(uri).source)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        assert server.rules is not None
        name = server.name_of(params.text_document.uri)
        server.rules.replace_file(name, server.workspace.get_text_document(params.text_document.uri).source)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.changed(params.text_document.uri, None)

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[" ", "•", ":"]))
    def completion(params: lsp.CompletionParams) -> lsp.CompletionList:
        at = server.place(params)
        items = [] if at is None else complete(*at)
        return lsp.CompletionList(False, [_item(server, at, item, number) for number, item in enumerate(items) if at])

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovering(params: lsp.HoverParams) -> lsp.Hover | None:
        at = server.place(params)
        told = [] if at is None else hover(*at, date.today())
        if at is None or not told:
            return None
        text = "\n\n---\n\n".join(_markdown(item) for item in told)
        where = server.range(at[0].source(at[1]), told[0].span)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), where)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> list[lsp.Location]:
        at = server.place(params)
        found = None if at is None else found_at(*at)
        if at is None or found is None:
            return []
        spans = [span for target in found.targets for span in definitions_of(at[0], target)]
        return [place for span in spans if (place := server.location(at[0], span)) is not None]

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        at = server.place(params)
        found = None if at is None else found_at(*at)
        if at is None or found is None:
            return []
        spans = references_of(at[0], at[1], found)
        return [place for span in spans if (place := server.location(at[0], span)) is not None]

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        view, name = server.view(), server.name_of(params.text_document.uri)
        text = formatted(view, name) if name in view.scanned else None
        if text is None or text == view.source(name).text:
            return []
        source = view.source(name)
        return [lsp.TextEdit(server.range(source, source.span(0, len(source.text))), text)]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        view, name = server.view(), server.name_of(params.text_document.uri)
        return [_symbol(server, view.source(name), it) for it in outline(view, name)] if name in view.scanned else []

    legend = lsp.SemanticTokensLegend(token_types=list(_LEGEND), token_modifiers=[])

    @server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, legend)
    def tokens(params: lsp.SemanticTokensParams) -> lsp.SemanticTokens:
        view, name = server.view(), server.name_of(params.text_document.uri)
        return lsp.SemanticTokens(_semantic(server, view, name) if name in view.scanned else [])

    return server


def _item(server: RulesServer, at: tuple[View, str, int], item: Any, number: int) -> lsp.CompletionItem:
    view, name, offset = at
    source = view.source(name)
    return lsp.CompletionItem(
        label=item.label,
        kind=_ITEMS[item.kind],
        detail=item.detail or None,
        sort_text=f"{number:04}",
        filter_text=source.text[item.start : offset] + item.label,
        text_edit=lsp.TextEdit(server.range(source, source.span(item.start, offset)), item.insert),
    )


def _markdown(told: Hover) -> str:
    rows = [f"- {row.label}: {_plain(row.text)}" + (f" ([wet]({row.url}))" if row.url else "") for row in told.rows]
    return "\n".join([f"**{_plain(told.title)}** ({told.kind})", "", *rows])


def _plain(text: str) -> str:
    """Text of a rule file in Markdown: nothing in it is markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+!|~" else letter for letter in text)


def _symbol(server: RulesServer, source: SourceFile, it: Symbol) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        name=it.name,
        kind=_SYMBOLS.get(it.word.split()[-1], lsp.SymbolKind.Function),
        range=server.range(source, it.span),
        selection_range=server.range(source, it.name_span),
        detail=it.word,
        children=[_symbol(server, source, child) for child in it.children],
    )


def _semantic(server: RulesServer, view: View, name: str) -> list[int]:
    """Five numbers per token: lines and characters since the one before, length, kind, nothing."""
    source = view.source(name)
    units = server.units(source)
    data: list[int] = []
    before = (0, 0)
    for item in painted(view, name):
        for start, end in _rows(source, item.start, item.end):
            line, column = units.position(start)
            length = units.position(end)[1] - column
            data += [line - before[0], column if line > before[0] else column - before[1], length]
            data += [_LEGEND.index(_PAINT[item.kind]), 0]
            before = (line, column)
    return data


def _rows(source: SourceFile, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a stretch of text, one for each row: a token of the protocol stays on its row."""
    first, last = source.position(start)[0], source.position(end)[0]
    found = []
    for number in range(first, last + 1):
        begin = source.line_starts[number - 1]
        piece = max(start, begin), min(end, begin + len(source.line(number)))
        if piece[0] < piece[1]:
            found.append(piece)
    return found
