"""The tables of the register. What makes them is in ``migrations``; a test holds the two equal.

``entry`` is the register: one row per thing that was written, in order. Three tables beside it hold what has to stand apart: texts of
rules (each once, however many versions hold it), and keys and search terms (which are really deleted on erasure). ``head`` is one row:
who writes holds it, so that there is one order.

``web_session`` is no part of the register: who is signed in now. No entry vouches for its rows, they are no evidence of anything, they
are deleted when they end, and no backup holds them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("seq", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text),
    Column("version", Integer),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request", Text),
    Column("form", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("seal", Text, nullable=False),
    UniqueConstraint("id", name="entry_id"),
    UniqueConstraint("request", name="entry_request"),
    UniqueConstraint("kind", "subject", "version", name="entry_version"),
    Index("entry_kind", "kind", "seq"),
    Index("entry_subject", "subject", "seq"),
)

head = Table(
    "head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("seal", Text, nullable=False),
    CheckConstraint("one = 1", name="head_one"),
)

subject_key = Table(
    "subject_key",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

search_term = Table(
    "search_term",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("mask", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Index("search_term_mask", "mask"),
)

source_text = Table(
    "source_text",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("owner", Text),
    Column("ends", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("web_session_owner", "owner"),
    Index("web_session_ends", "ends"),
)

REGISTER = tuple(table for table in metadata.sorted_tables if table is not web_session)
"""The tables of the register itself: what a backup holds."""
