// The editor of a rule file. Everything it knows of the language it asks the server: colours by the real tokenizer, findings, what fits,
// what words mean, what scenarios say. Without this script the page is a textarea with buttons.
import { autocompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { lintGutter, lintKeymap, openLintPanel, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, RangeSet, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, GutterMarker, ViewPlugin, drawSelection, gutter, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars,
  hoverTooltip, keymap, lineNumbers,
} from "@codemirror/view";

const PAUSE_READ = 180, PAUSE_RUN = 1500;
const form = document.querySelector("[data-regels]");
const area = form?.querySelector("#veld-tekst");
const DUTCH = {
  "No diagnostics": "Geen bevindingen", Diagnostics: "Bevindingen", Find: "Zoek", Replace: "Vervang", next: "volgende",
  previous: "vorige", all: "alles", "match case": "hoofdletters tellen", regexp: "patroon", "by word": "hele woorden",
  replace: "vervang", "replace all": "vervang alles", close: "sluiten", "Completions": "Wat past hier",
  "$ unchanged lines": "$ regels gelijk", "current match": "gevonden", "replaced $ matches": "$ keer vervangen",
  "Go to line": "Ga naar regel", go: "ga", "Control character": "Stuurteken",
};

const make = (tag, words, name) => {
  const made = document.createElement(tag);
  if (words !== undefined) made.textContent = words;
  if (name) made.className = name;
  return made;
};

if (form && area) start();

function start() {
  const name = form.dataset.naam, proposal = form.dataset.voorstel || null;
  const writing = form.dataset.schrijven === "ja";
  const places = Object.fromEntries(["bevindingen", "scenarios", "woord"].map((key) => [key, form.querySelector(`[data-${key}]`)]));
  const original = form.querySelector("[data-oud]").value;
  let asked = 0;

  // --- asking the server

  async function ask(what, view, more = {}) {
    if (!writing) return null;
    const body = { naam: name, voorstel: proposal, tekst: view.state.doc.toString(), plaats: view.state.selection.main.head, ...more };
    try {
      const answer = await fetch(`/regels/hulp/${what}`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": form.dataset.token }, body: JSON.stringify(body),
      });
      if (answer.status === 504) places.bevindingen.replaceChildren(make("p", "Deze tekst beoordelen duurt te lang. Toetssteen is daarmee gestopt.", "utrecht-paragraph"));
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  // --- colours and the margin

  const setColours = StateEffect.define();
  const colours = StateField.define({
    create: () => Decoration.none,
    update(value, change) {
      let now = value.map(change.changes);
      for (const effect of change.effects) {
        if (effect.is(setColours)) {
          const builder = new RangeSetBuilder();
          for (const [from, to, kind] of effect.value) if (to <= change.newDoc.length) builder.add(from, to, marks[kind] ??= Decoration.mark({ class: `tk-${kind}` }));
          now = builder.finish();
        }
      }
      return now;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
  const marks = {};

  class Count extends GutterMarker {
    constructor(count, rule, row, all) { super(); this.count = count; this.rule = rule; this.row = row; this.all = all; }
    eq(other) { return other.count === this.count && other.rule === this.rule && other.all === this.all; }
    toDOM() {
      // As long as not all have run, nobody knows whether nothing reaches it.
      const open = !this.count && !this.all;
      const made = make("span", open ? "?" : String(this.count), `ts-dekking ts-dekking--${this.count ? "wel" : open ? "open" : "geen"}`);
      made.title = this.row ? `${this.rule}: ${this.count} van de gedraaide scenario's komen op deze rij` : `${this.rule}: gaf in ${this.count} van de gedraaide scenario's een uitkomst`;
      return made;
    }
  }
  const setCounts = StateEffect.define();
  const counts = StateField.define({
    create: () => RangeSet.empty,
    update(value, change) {
      let now = value.map(change.changes);
      for (const effect of change.effects) {
        if (effect.is(setCounts)) {
          const length = change.newDoc.length, all = effect.value.gedraaid >= effect.value.alle;
          now = RangeSet.of(effect.value.dekking.filter((it) => it.van <= length).map((it) => new Count(it.aantal, it.naam, it.rij, all).range(change.newDoc.lineAt(it.van).from)), true);
        }
      }
      return now;
    },
  });

  // The columns of a table stay below each other; other lines wrap.
  const row = Decoration.line({ class: "ts-rules__row" });
  const rowsOf = (view) => {
    const builder = new RangeSetBuilder();
    for (const { from, to } of view.visibleRanges) {
      for (let at = from; at <= to;) {
        const line = view.state.doc.lineAt(at);
        if (/^\s*\|/.test(line.text)) builder.add(line.from, line.from, row);
        at = line.to + 1;
      }
    }
    return builder.finish();
  };
  const tables = ViewPlugin.fromClass(class {
    constructor(view) { this.rows = rowsOf(view); }
    update(change) { if (change.docChanged || change.viewportChanged) this.rows = rowsOf(change.view); }
  }, { decorations: (plugin) => plugin.rows });

  // --- findings

  const severity = { fout: "error", waarschuwing: "warning", opmerking: "info" };
  async function read(view) {
    const number = ++asked, text = view.state.doc.toString();
    const found = await ask("lees", view);
    if (!found || number !== asked || text !== view.state.doc.toString()) return;
    const limit = text.length;
    const diagnostics = found.bevindingen.map((it) => ({
      from: Math.min(it.van, limit), to: Math.min(Math.max(it.tot, it.van), limit), severity: severity[it.ernst], source: it.code,
      message: `${it.oorzaak} ${it.oplossing}`,
    }));
    view.dispatch({ effects: setColours.of(found.kleuren) });
    view.dispatch(setDiagnostics(view.state, diagnostics));
    show(view, found);
    if (!found.bevindingen.some((it) => it.ernst === "fout")) later(run, PAUSE_RUN, view);
  }

  function show(view, found) {
    const list = make("ul", undefined, "ts-findings");
    for (const it of found.bevindingen) {
      const item = make("li", undefined, `ts-findings__item ts-findings__item--${it.ernst}`);
      const jump = make("button", `regel ${view.state.doc.lineAt(Math.min(it.van, view.state.doc.length)).number}`);
      jump.type = "button";
      jump.addEventListener("click", () => go(view, it.van));
      item.append(jump, make("strong", ` ${it.ernst} ${it.code}`), `: ${it.oorzaak} ${it.oplossing}`);
      list.append(item);
    }
    for (const it of found.elders) {
      const item = make("li", undefined, "ts-findings__item ts-findings__item--fout");
      item.append(make("span", it.plaats, "ts-findings__place"), ` ${it.oorzaak}`);
      list.append(item);
    }
    places.bevindingen.replaceChildren(list.children.length ? list : make("p", "Geen.", "utrecht-paragraph"));
  }

  function go(view, at) {
    const place = Math.min(at, view.state.doc.length);
    view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    view.focus();
  }

  // --- scenarios

  const runAll = (view) => {
    places.scenarios.replaceChildren(make("p", "De scenario's draaien. Dat kan een minuut duren.", "utrecht-paragraph"));
    return run(view, true);
  };
  async function run(view, all = false) {
    const text = view.state.doc.toString(), found = await ask("scenarios", view, { alles: all });
    if (!found && all) places.scenarios.replaceChildren(make("p", "Dat lukt nu niet. Probeer het zo weer.", "utrecht-paragraph"));
    if (!found || text !== view.state.doc.toString()) return;
    if (found.bezig) return later(all ? runAll : run, PAUSE_RUN, view);
    const box = places.scenarios;
    if (found.kapot) return box.replaceChildren(make("p", "Er staan nog fouten in de regels, hier of in een ander bestand. Daarna lopen de scenario's.", "utrecht-paragraph"));
    view.dispatch({ effects: setCounts.of(found) });
    const about = found.regel ? ` van besluiten met regel '${found.regel}'` : "";
    const words = found.mislukt
      ? `${found.mislukt} van ${found.gedraaid} scenario's${about} komen anders uit.`
      : `Alle ${found.gedraaid} scenario's${about} komen uit zoals verwacht.`;
    const said = make("p", words, "utrecht-paragraph");
    if (found.gedraaid < found.alle) said.append(` Er zijn er ${found.alle}; de knop Scenario's draait ze allemaal.`);
    const list = make("ul", undefined, "ts-findings");
    for (const it of found.fouten) {
      const item = make("li", undefined, "ts-findings__item ts-findings__item--fout");
      item.append(make("strong", it.naam), ...it.verschillen.slice(0, 3).map((one) => make("p", `${one.wat}: verwacht ${one.verwacht}, nu ${one.nu}`, "ts-rows__about")));
      list.append(item);
    }
    box.replaceChildren(said, ...(list.children.length ? [list] : []), ...unreached(view, found));
  }

  // What the margin shows as 0, in words and with a way to it.
  function unreached(view, found) {
    const missed = found.dekking.filter((it) => !it.aantal);
    if (!missed.length || found.gedraaid < found.alle) return [];
    const fold = make("details", undefined, "ts-fold"), rows = make("ul", undefined, "ts-places");
    fold.append(make("summary", `Door geen van deze scenario's geraakt: ${missed.length}`, "ts-fold__summary"), rows);
    for (const it of missed) {
      const item = make("li"), jump = make("button", it.naam);
      jump.type = "button";
      jump.addEventListener("click", () => go(view, it.van));
      item.append(jump);
      rows.append(item);
    }
    return [fold];
  }

  // --- words: what they mean, where they are declared and named

  function told(it) {
    const box = make("div", undefined, "ts-told-around"), rows = make("dl", undefined, "ts-told");
    for (const row of it.regels) {
      const said = make("dd", row.url ? undefined : row.tekst);
      if (row.url) {
        const link = make("a", row.tekst, "utrecht-link utrecht-link--html-a");
        link.href = row.url;
        link.rel = "noreferrer";
        said.append(link);
      }
      rows.append(make("dt", row.naam), said);
    }
    box.append(make("p", `${it.titel} (${it.soort})`, "ts-told__title"), rows);
    return box;
  }

  const hovering = hoverTooltip(async (view, at) => {
    const found = await ask("uitleg", view, { plaats: at });
    if (!found?.length) return null;
    return {
      pos: found[0].van, end: found[0].tot, above: true,
      create: () => {
        const dom = make("div", undefined, "ts-tip");
        dom.append(...found.map(told));
        return { dom };
      },
    };
  }, { hoverTime: 350 });

  async function word(view) {
    const found = await ask("uitleg", view);
    places.woord.replaceChildren(...(found?.length ? found.map(told) : [make("p", "Hier staat geen naam.", "ts-quiet")]));
  }

  async function declared(view) {
    const found = await ask("ga-naar", view);
    const own = found?.find((it) => it.van !== null);
    if (own) return go(view, own.van);
    if (found?.length) list(view, "Beschreven in", found);
  }

  async function named(view) {
    const found = await ask("waar-genoemd", view);
    list(view, `Genoemd op ${found?.length ?? 0} plaatsen`, found ?? []);
  }

  function list(view, title, found) {
    const rows = make("ul", undefined, "ts-places");
    for (const it of found) {
      const item = make("li");
      if (it.van !== null) {
        const jump = make("button", `regel ${it.regel}`);
        jump.type = "button";
        jump.addEventListener("click", () => go(view, it.van));
        item.append(jump);
      } else {
        const link = make("a", `${it.bestand}, regel ${it.regel}`, "utrecht-link utrecht-link--html-a");
        link.href = `/regels/bestand/${it.bestand}${proposal ? `?voorstel=${proposal}` : ""}#regel-${it.regel}`;
        item.append(link);
      }
      item.append(make("p", it.tekst, "ts-rows__about"));
      rows.append(item);
    }
    places.woord.replaceChildren(make("p", title, "ts-told__title"), rows);
    places.woord.querySelector("a, button")?.focus();
  }

  // --- what fits here

  const kinds = { naam: "property", type: "class", parameter: "constant", waarde: "enum", kenmerk: "property", woord: "keyword", kop: "keyword", blok: "namespace", regel: "function", bestand: "text", bron: "text" };
  async function fitting(context) {
    const before = context.matchBefore(/[^\n]*/);
    if (!context.explicit && !/\S/.test(before?.text ?? "")) return null;
    const found = await ask("aanvullen", context.view, { plaats: context.pos });
    if (!found?.length || context.aborted) return null;
    const options = found.map((it, rank) => ({
      label: it.tekst, detail: it.toelichting, type: kinds[it.soort], boost: -rank / 3,
      apply: (view, _, __, to) => view.dispatch({ changes: { from: it.van, to, insert: it.invoegen }, selection: { anchor: it.van + it.invoegen.length }, userEvent: "input.complete" }),
    }));
    return { from: context.pos, options, filter: false };
  }

  async function tidy(view) {
    const found = await ask("opmaak", view);
    if (found?.tekst && found.tekst !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: found.tekst }, selection: { anchor: Math.min(view.state.selection.main.head, found.tekst.length) } });
    }
    return true;
  }

  // --- the editor

  const timers = new Map();
  function later(what, pause, view) {
    clearTimeout(timers.get(what));
    timers.set(what, setTimeout(() => what(view), pause));
  }

  const comparing = new Compartment();
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(form.dataset.nonce), EditorState.phrases.of(DUTCH), EditorState.tabSize.of(4),
        lineNumbers(), gutter({ class: "cm-dekking", markers: (it) => it.state.field(counts) }), lintGutter(),
        highlightSpecialChars(), history(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
        EditorView.lineWrapping, tables, colours, counts, hovering, comparing.of([]),
        autocompletion({ override: writing ? [fitting] : [], activateOnTypingDelay: 250, icons: false }),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `Tekst van ${name}`, spellcheck: "false", autocapitalize: "off" }),
        EditorState.readOnly.of(!writing),
        keymap.of([
          { key: "F12", run: (it) => (declared(it), true) }, { key: "Shift-F12", run: (it) => (named(it), true) },
          { key: "Shift-Alt-f", run: (it) => (tidy(it), true) }, { key: "Mod-Shift-m", run: openLintPanel },
          ...searchKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap, indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            area.value = update.state.doc.toString();
            later(read, PAUSE_READ, update.view);
          }
          if (update.docChanged || update.selectionSet) later(word, 600, update.view);
        }),
      ],
    }),
  });
  area.hidden = true;
  area.before(view.dom);
  form.querySelector('label[for="veld-tekst"]').addEventListener("click", () => view.focus());
  form.querySelector("[data-toetsen]").hidden = false;
  form.addEventListener("submit", () => { area.value = view.state.doc.toString(); });

  for (const [value, what] of [["opmaak", tidy], ["scenarios", runAll]]) {
    form.querySelector(`button[name="doe"][value="${value}"]`)?.addEventListener("click", (event) => { event.preventDefault(); what(view); });
  }

  const compare = make("button", "Verschil tonen", "utrecht-button utrecht-button--secondary-action");
  compare.type = "button";
  compare.setAttribute("aria-pressed", "false");
  compare.addEventListener("click", () => {
    const on = compare.getAttribute("aria-pressed") !== "true";
    compare.setAttribute("aria-pressed", String(on));
    view.dispatch({ effects: comparing.reconfigure(on ? unifiedMergeView({ original, mergeControls: false }) : []) });
  });
  form.querySelector("[data-schakelaars]").append(compare);

  const wanted = () => {
    const line = Number(/^#regel-(\d+)$/.exec(location.hash)?.[1]);
    if (line) go(view, view.state.doc.line(Math.min(line, view.state.doc.lines)).from);
  };
  window.addEventListener("hashchange", wanted);
  wanted();
  read(view);
}
