"""Hypothesis strategies for syntax trees over a small vocabulary with awkward names.

The trees are well-formed, not well-typed: they serve the laws of printing and parsing. Names hold words that are also
keywords ("recht op", "inkomen en vermogen"), since that is where a lexer goes wrong.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from dsl import syntax as s

ATTRIBUTES = [
    ("het", "inkomen en vermogen"),
    ("het", "recht op vergoeding"),
    ("de", "ouder of verzorger bijdrage"),
    ("de", "leeftijd op 1 januari"),
    ("de", "geboortedatum"),
    ("de", "bijdrage"),
    ("het", "dagen niet verzekerd"),
]
KENMERKEN = [
    "is minderjarig",
    "heeft de pensioengerechtigde leeftijd bereikt",
    "ontvangt bijstand",
    "verblijft in een instelling",
    "heeft recht op zorgtoeslag",
]
PARAMETERS = [("het", "abonnementstarief"), ("het", "minimum van de lage bijdrage"), ("de", "grens op 1 juli")]
ENUM_VALUES = ["verblijf", "volledig pakket thuis", "zorg in natura en thuis"]
TABLE = ("het", "tarief per gemeente")
CALENDAR = "Algemene termijnenwet"
SUBJECT = "persoon"
ONE_ROLE, MANY_ROLE, MANY_PLURAL = "echtgenoot", "kind", "kinderen"

VOCABULARY: tuple[s.Definitie, ...] = (
    s.Objecttype(
        "de",
        SUBJECT,
        "personen",
        (
            *(
                s.Attribuut(a, n, s.TypeVorm("bedrag", per="maand"), met_rechtsstatus=n == "bijdrage")
                for a, n in ATTRIBUTES
            ),
            *(s.Kenmerk(k) for k in KENMERKEN),
            s.Rol(ONE_ROLE, SUBJECT, 1),
            s.Rol(MANY_ROLE, "personen", 15, meervoud=MANY_PLURAL),
        ),
    ),
    s.Opsomming("de", "leveringsvorm", tuple(s.Stap(v) for v in ENUM_VALUES)),
    s.Parameter(
        "het",
        "abonnementstarief",
        s.TypeVorm("bedrag", per="maand"),
        (s.Waarde(date(2020, 1, 1), s.Geld(Fraction(19))),),
    ),
    s.Parameter("het", PARAMETERS[1][1], s.TypeVorm("bedrag"), (s.Waarde(date(2020, 1, 1), None),)),
    s.Parameter("de", PARAMETERS[2][1], s.TypeVorm("datum"), (s.Waarde(date(2020, 1, 1), s.Datum(date(2020, 7, 1))),)),
    s.Opzoektabel(
        *TABLE,
        s.TypeVorm("bedrag", per="maand"),
        (s.TypeVorm("tekst"),),
        (s.TabelRij((s.Tekst("Drimmelen"),), (s.Waarde(date(2020, 1, 1), s.Geld(Fraction(19))),)),),
    ),
    s.Kalender(CALENDAR, s.Koppen(), ("zaterdag", "zondag"), (s.VrijeDag("Goede Vrijdag", "pasen", offset=-2),)),
)

decimals = st.builds(lambda n, d: Fraction(n, 10**d), st.integers(0, 10**9), st.integers(0, 4))
dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
periods = st.sampled_from(["uur", "dag", "nacht", "week", "maand", "kwartaal", "jaar", "bijdrageperiode"])
durations = st.sampled_from(["dag", "week", "maand", "kwartaal", "jaar"])
texts = st.text(st.sampled_from("abcdé ,.:;-'()•|/123€%"), min_size=1, max_size=20).map(str.strip).filter(bool)

subject_step = st.just(s.Stap(SUBJECT, "de"))
attribute_steps = st.sampled_from(ATTRIBUTES).map(lambda an: s.Stap(an[1], an[0]))
one_step = st.just(s.Stap(ONE_ROLE, "de"))
many_step = st.just(s.Stap(MANY_PLURAL, "de"))


@st.composite
def object_paths(draw: st.DrawFn, root: str = SUBJECT) -> s.Pad:
    hops = draw(st.integers(0, 2))
    return s.Pad((*(s.Stap(ONE_ROLE, "de") for _ in range(hops)), s.Stap(root, "het" if root == MANY_ROLE else "de")))


@st.composite
def attribute_paths(draw: st.DrawFn, root: str = SUBJECT) -> s.Pad:
    return s.Pad((draw(attribute_steps), *draw(object_paths(root)).stappen))


@st.composite
def collection_paths(draw: st.DrawFn, article: str = "") -> s.Pad:
    return s.Pad((s.Stap(MANY_PLURAL, article), *draw(object_paths()).stappen))


parameter_paths = st.sampled_from(PARAMETERS).map(lambda an: s.Pad((s.Stap(an[1], an[0]),)))
literals: st.SearchStrategy[s.Expr] = st.one_of(
    st.builds(s.Getal, decimals, st.none() | durations),
    st.builds(s.Getal, decimals, st.just("uur"), periods),
    st.builds(s.Geld, st.integers(0, 10**9).map(lambda n: Fraction(n, 100)), st.none() | periods),
    st.builds(s.Procent, st.integers(0, 10**7).map(lambda n: Fraction(n, 10**5))),
    st.builds(s.Datum, dates),
    st.builds(s.Tekst, texts),
)
atoms: st.SearchStrategy[s.Expr] = st.one_of(
    literals,
    attribute_paths(),
    parameter_paths,
    st.sampled_from([s.Context("rekendatum"), s.Context("verzenddatum")]),
    st.sampled_from(ENUM_VALUES).map(lambda v: s.Pad((s.Stap(v),))),
    st.builds(lambda p: s.Aggregatie("aantal", p), collection_paths()),
)


def compound(inner: st.SearchStrategy[s.Expr]) -> st.SearchStrategy[s.Expr]:
    sign = st.sampled_from([1, -1])
    limits = st.tuples(st.none() | inner, st.none() | inner).filter(any)
    value_path = st.builds(lambda a, c: s.Pad((a, *c.stappen)), attribute_steps, collection_paths("de"))
    return st.one_of(
        st.builds(
            lambda first, rest: s.Som(((1, first), *rest)),
            inner,
            st.lists(st.tuples(sign, inner), min_size=1, max_size=3).map(tuple),
        ),
        st.builds(
            lambda first, rest: s.Product(((False, first), *rest)),
            inner,
            st.lists(st.tuples(st.booleans(), inner), min_size=1, max_size=3).map(tuple),
        ),
        st.builds(s.Macht, inner, st.integers(0, 9)),
        st.builds(
            s.PercentageVan,
            st.builds(s.Procent, st.integers(0, 10**6).map(lambda n: Fraction(n, 10**4))) | attribute_paths(),
            inner,
        ),
        st.builds(lambda x, ab: s.Begrensd(x, *ab), inner, limits),
        st.builds(s.Omgerekend, inner, periods),
        st.builds(lambda x, p: s.Omgerekend(x, p, "aantal"), inner, durations),
        st.builds(s.InEuros, inner, st.booleans()),
        st.builds(
            lambda x, w, r: s.Afgerond(x, w, *r),
            inner,
            st.sampled_from(["rekenkundig", "naar beneden", "naar boven"]),
            st.sampled_from(
                [
                    (Fraction(1, 100), "centen"),
                    (Fraction(1), "hele euro's"),
                    (Fraction(1), "gehelen"),
                    (Fraction(1, 5), "veelvoud"),
                    (Fraction(1, 1000), "decimalen"),
                ]
            ),
        ),
        st.builds(lambda x: s.Verlengd(x, s.Stap(CALENDAR)), inner),
        st.builds(
            lambda x, n: s.WerkdagenVerder(x, s.Getal(Fraction(n), "werkdag"), s.Stap(CALENDAR)),
            inner,
            st.integers(2, 60),
        ),
        st.builds(
            lambda n, p, after, x: s.WerkdagVan(n, p, after, x, s.Stap(CALENDAR)),  # type: ignore[arg-type]
            st.integers(1, 23),
            st.sampled_from(["maand", "kwartaal", "jaar"]),
            st.booleans(),
            inner,
        ),
        st.builds(
            s.DatumFunctie,
            st.sampled_from(
                [
                    "eerste dag van de maand",
                    "eerste dag van de maand na",
                    "laatste dag van het kwartaal",
                    "eerste dag van het jaar na",
                    "laatste dag van het jaar",
                ]
            ),
            inner,
        ),
        st.builds(s.DeelVanDatum, st.sampled_from(["jaar", "maand", "dag"]), inner),
        st.builds(s.TijdTussen, durations, inner, inner),
        st.builds(s.Leeftijd, object_paths(), inner),
        st.builds(s.OpDatum, parameter_paths | attribute_paths(), inner),
        st.builds(s.InJaar, parameter_paths | attribute_paths(), inner),
        st.builds(lambda key: s.Opzoek(s.Stap(TABLE[1], TABLE[0]), (key,)), inner),
        st.builds(lambda how, p: s.Aggregatie(how, p), st.sampled_from(["som", "grootste", "kleinste"]), value_path),
    )


expressions = st.recursive(atoms, compound, max_leaves=8)


def elementary(inner: st.SearchStrategy[s.Expr], root: str = SUBJECT) -> st.SearchStrategy[s.Voorwaarde]:
    ordering = st.sampled_from([(op, False, "") for op in ("=", "<>", "<", "<=", ">", ">=")])
    sizes = st.sampled_from(
        [("<", False, "lager"), ("<", False, "minder"), (">", False, "hoger"), (">", False, "meer")]
    )
    timing = st.sampled_from([(op, True, "") for op in ("<", ">", "<=", ">=")])
    return st.one_of(
        st.builds(lambda a, op, b: s.Vergelijking(a, op[0], b, op[1], op[2]), inner, ordering | sizes | timing, inner),
        st.builds(
            lambda a, vs, pos: s.EenVan(a, tuple(vs), pos),
            inner,
            st.lists(inner, min_size=2, max_size=4),
            st.booleans(),
        ),
        st.builds(
            s.KenmerkTest,
            object_paths(root),
            st.sampled_from([*KENMERKEN, f"heeft een {ONE_ROLE}", f"heeft een {MANY_ROLE}"]),
            st.booleans(),
        ),
        st.builds(
            lambda p, v: s.StatusTest(s.Pad((s.Stap("bijdrage", "de"), *p.stappen)), v),
            object_paths(root),
            st.sampled_from(["verschuldigd", "op nihil gesteld", "niet verschuldigd", "niet opgelegd"]),
        ),
        st.builds(
            s.OnbekendTest,
            st.one_of(
                attribute_paths(root),
                st.builds(s.OpDatum, attribute_paths(root), inner),
                st.builds(s.InJaar, attribute_paths(root), inner),
            ),
            st.booleans(),
        ),
        st.builds(s.ToepassingTest, attribute_paths(root), st.booleans()),
        st.builds(s.Beoordeling, texts),
    )


def existences(inner: st.SearchStrategy[s.Expr]) -> st.SearchStrategy[s.Voorwaarde]:
    def count(pad: s.Pad, minimum: int, positive: bool, part: s.Voorwaarde | None, distinct: str | None) -> s.Bestaat:
        single = not positive or (minimum == 1 and distinct is None)
        role = s.Stap(MANY_ROLE if single else MANY_PLURAL)
        return s.Bestaat(
            s.Pad((role, *pad.stappen)), minimum if positive else 1, positive, part, distinct if positive else None
        )

    part = st.none() | elementary(inner, MANY_ROLE)
    distinct = st.none() | st.just("bijdrage")
    return st.one_of(
        st.builds(count, object_paths(), st.integers(1, 5), st.booleans(), part, distinct),
        st.builds(s.VoorAlle, collection_paths(), elementary(inner, MANY_ROLE)),
    )


# What stands on its own as a value may also be a question, or an aggregation over a part.
values: st.SearchStrategy[s.Expr] = st.one_of(
    expressions,
    st.builds(s.Beoordeling, texts),
    st.builds(lambda p, v: s.Aggregatie("aantal", p, v), collection_paths(), elementary(expressions, MANY_ROLE)),
)


def conditions(inner: st.SearchStrategy[s.Expr] = expressions) -> st.SearchStrategy[s.Voorwaarde]:
    single = elementary(inner) | existences(inner)

    def chain(parts: st.SearchStrategy[s.Voorwaarde]) -> st.SearchStrategy[s.Voorwaarde]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(several.map(s.En), several.map(s.Of), parts.map(s.Niet))

    flat = st.recursive(single, chain, max_leaves=4)

    def bulleted(parts: st.SearchStrategy[s.Voorwaarde]) -> st.SearchStrategy[s.Voorwaarde]:
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            several.map(lambda d: s.Kwantor("alle", d)),
            several.map(lambda d: s.Kwantor("geen", d)),
            st.builds(lambda d, n: s.Kwantor("ten minste", d, min(n, len(d))), several, st.integers(1, 3)),
        )

    return st.recursive(flat, bulleted, max_leaves=5)


sources = st.builds(lambda n: s.Bron(f"Wmo 2015 artikel 2.1.{n}", artikel=f"2.1.{n}"), st.integers(1, 99))
names = st.lists(
    st.sampled_from(["hoogte", "lage", "bijdrage", "onder", "grens", "jongeren"]), min_size=1, max_size=4
).map(" ".join)


@st.composite
def heads(draw: st.DrawFn) -> s.Koppen:
    start = draw(dates)
    return s.Koppen(
        geldig=s.Geldig(start, draw(st.none() | st.dates(start, date(2199, 12, 31)))),
        bronnen=tuple(draw(st.lists(sources, max_size=2))),
        ruimte=draw(st.sampled_from([None, "gebonden, AMvB", "beoordelingsruimte, wet"])),
        zekerheid=draw(st.sampled_from([None, "middel", "laag"])),
        gevoelig=draw(st.booleans()),
        groepen=tuple(draw(st.lists(names, max_size=1))),
        in_afwijking_van=tuple(s.Stap(n) for n in draw(st.lists(names, max_size=2))),
        uitleg=draw(st.none() | texts),
        voorlopig=draw(st.none() | st.builds(s.Voorlopig, texts)),
        definitief_van_rechtswege=draw(st.booleans()),
    )


subject = s.Stap(SUBJECT, "een")
goals = attribute_steps.map(lambda a: s.Pad((a, subject)))
statements: st.SearchStrategy[s.Uitspraak] = st.one_of(
    st.builds(s.Stelt, goals, values, st.booleans()),
    st.builds(lambda k, p: s.KentToe(s.Pad((subject,)), k, p), st.sampled_from(KENMERKEN), st.booleans()),
    st.builds(
        lambda v: s.StatusUitspraak(s.Pad((s.Stap("bijdrage", "de"), subject)), v),
        st.sampled_from(["op nihil gesteld", "niet verschuldigd", "niet opgelegd"]),
    ),
    st.builds(s.Beoordeelt, goals, texts),
    st.lists(names, min_size=1, max_size=2).map(lambda ns: s.BuitenToepassing(tuple(s.Stap(n) for n in ns))),
)


@st.composite
def rules(draw: st.DrawFn, number: int) -> s.Regel:
    local = [s.LokaleNaam("de", "grondslag", draw(values))] if draw(st.booleans()) else []
    return s.Regel(
        f"{draw(names)} {number}", draw(heads()), draw(statements), draw(st.none() | conditions()), tuple(local)
    )


letters = st.builds(
    lambda kind, text, due, when: s.Brief(kind, s.TeDoen(text, due, when)),
    st.sampled_from(["brief", "taak", "te doen"]),
    texts,
    expressions,
    st.none() | elementary(expressions),
)
terms = st.one_of(
    st.builds(lambda n, u: s.Looptijd(s.Getal(Fraction(n), u), s.Stap(CALENDAR)), st.integers(1, 90), durations),
    st.builds(lambda x: s.Looptijd(x, zonder_kalender=True), expressions),
    st.builds(s.Looptijd, expressions),
)


@st.composite
def some_heads(draw: st.DrawFn, *, whole: bool) -> s.Koppen:
    """The heads of a part of a traject: only sources and uitleg, or (``whole``) those of a transition."""
    drawn = draw(heads())
    told = s.Koppen(bronnen=drawn.bronnen, uitleg=drawn.uitleg)
    return s.Koppen(drawn.geldig, drawn.bronnen, drawn.ruimte, drawn.zekerheid, uitleg=drawn.uitleg) if whole else told


@st.composite
def events(draw: st.DrawFn, name: str) -> s.Gebeurtenis:
    pad = s.Pad((s.Stap(MANY_ROLE, "een"), *draw(object_paths()).stappen))
    return s.Gebeurtenis(name, pad, draw(expressions), draw(st.none() | conditions()))


@st.composite
def states(draw: st.DrawFn, name: str, known: tuple[str, ...]) -> s.Toestand:
    ignored = draw(st.lists(st.sampled_from(known), max_size=2)) if known else []
    return s.Toestand(name, draw(st.booleans()), tuple(map(s.Stap, ignored)), draw(some_heads(whole=False)))


@st.composite
def transitions(draw: st.DrawFn, name: str) -> s.Overgang:
    trigger = draw(st.sampled_from(["bij", "na", "na_afloop_van"]))
    return s.Overgang(
        name,
        tuple(map(s.Stap, draw(st.lists(names, min_size=1, max_size=2)))),
        s.Stap(draw(names)),
        bij=s.Stap(draw(names)) if trigger == "bij" else None,
        na=draw(terms) if trigger == "na" else None,
        na_afloop_van=draw(expressions) if trigger == "na_afloop_van" else None,
        voorwaarde=draw(st.none() | conditions()),
        gaat_in_op=draw(st.none() | expressions),
        door=draw(st.none() | st.just("zorgverzekeraar")),
        brieven=tuple(draw(st.lists(letters, max_size=2))),
        koppen=draw(some_heads(whole=True)),
    )


@st.composite
def trajecten(draw: st.DrawFn) -> s.Traject:
    named = tuple(f"{draw(names)} {number}" for number in range(draw(st.integers(0, 2))))
    parts: list[s.TrajectDeel] = [draw(events(name)) for name in named]
    parts += [draw(states(f"{draw(names)} {number}", named)) for number in range(draw(st.integers(0, 3)))]
    parts += [draw(transitions(f"{draw(names)} {number}")) for number in range(draw(st.integers(0, 2)))]
    return s.Traject(
        draw(names),
        subject,
        s.Stap(draw(names)),
        draw(st.none() | expressions),
        tuple(map(s.Stap, named)) if draw(st.booleans()) else (),
        draw(some_heads(whole=False)),
        tuple(draw(st.permutations(parts))),
    )


@st.composite
def grounds(draw: st.DrawFn) -> s.Grondslag:
    drawn = draw(heads())
    named = st.lists(names, min_size=1, max_size=3)
    return s.Grondslag(
        draw(names),
        s.Koppen(drawn.geldig, drawn.bronnen, zekerheid=drawn.zekerheid, uitleg=drawn.uitleg),
        tuple(map(s.Stap, draw(st.lists(names, max_size=2)))),
        tuple(draw(named)),
        tuple(draw(st.lists(st.sampled_from(["ondersteunen", "toezicht"]), min_size=1, max_size=2, unique=True))),
        tuple(s.Stap(name, draw(st.sampled_from(["", "de", "het"]))) for name in draw(named)),
    )


@st.composite
def signals(draw: st.DrawFn) -> s.Signaal:
    drawn = draw(heads())
    return s.Signaal(
        draw(names),
        subject,
        s.Koppen(drawn.geldig, drawn.bronnen, zekerheid=drawn.zekerheid),
        tuple(map(s.Stap, draw(st.lists(names, max_size=2)))),
        "ondersteunen",
        draw(st.sampled_from(["laag", "middel", "hoog"])),
        draw(texts),
        tuple(draw(st.lists(names, max_size=2))),
        draw(conditions()),
        status=draw(st.sampled_from([None, "proef", "in gebruik"])),
    )


dated_values = st.lists(
    st.builds(
        lambda first, days, amount: s.Waarde(first, amount, first + timedelta(days) if days else None),
        dates,
        st.integers(0, 400),
        st.none() | st.builds(lambda number: s.Geld(number, "maand"), decimals),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def variant_parts(draw: st.DrawFn, number: int) -> s.VariantDeel:
    sources = draw(st.sampled_from([(), (s.Bron("Wmo 2015"),)]))
    kind = draw(st.sampled_from(["parameter", "tabel", "vervangt", "voegt toe", "vervalt", "nieuw"]))
    if kind == "parameter":
        article, name = draw(st.sampled_from(PARAMETERS))
        return s.WijzigtParameter(s.Stap(name, article), draw(dated_values), sources)
    if kind == "tabel":
        row = s.TabelRij((s.Tekst(draw(st.sampled_from(["Drimmelen", "Goes"]))),), draw(dated_values))
        return s.WijzigtTabel(s.Stap(TABLE[1], TABLE[0]), (row,), sources)
    if kind == "vervalt":
        word = draw(st.sampled_from(["Regel", "Beslistabel"]))
        return s.LaatVervallen(word, s.Stap(draw(names)), draw(st.none() | dates), sources)
    if kind == "nieuw":
        return s.VoegtToe(
            s.Parameter("de", f"nieuwe grens {number}", s.TypeVorm("bedrag", per="maand"), draw(dated_values))
        )
    return (s.Vervangt if kind == "vervangt" else s.VoegtToe)(draw(rules(number)))


@st.composite
def varianten(draw: st.DrawFn) -> s.Variant:
    drawn = draw(heads())
    return s.Variant(
        draw(names),
        draw(st.sampled_from(["wet", "AMvB", "regeling", "verordening", "beleidsregel", "geen"])),
        s.Koppen(bronnen=drawn.bronnen, zekerheid=drawn.zekerheid),
        tuple(map(s.Stap, draw(st.lists(names, max_size=2)))),
        draw(st.none() | texts),
        tuple(draw(variant_parts(number)) for number in range(draw(st.integers(0, 3)))),
    )


@st.composite
def modules(draw: st.DrawFn) -> s.Module:
    count = draw(st.integers(1, 3))
    trajects = [draw(trajecten())] if draw(st.integers(0, 3)) == 0 else []
    special = [*trajects, *(draw(kind()) for kind in (grounds, signals, varianten) if draw(st.integers(0, 3)) == 0)]
    definitions = (*VOCABULARY, *special, *(draw(rules(number)) for number in range(count)))
    return s.Module("proef/bestand", s.Regeling("Proef", "CAK", (s.Bron("Wmo 2015"),)), definitions)
