"""The first tables, and triggers that refuse to change what was written.

The triggers guard against mistakes. Who may change the schema can take them away, so checking the chain never relies on them.
"""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None

_KEPT = {"entry": ("update", "delete"), "source_text": ("update", "delete"), "head": ("delete",)}


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "entry",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("version", sa.Integer),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("request", sa.Text),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="entry_id"),
        sa.UniqueConstraint("request", name="entry_request"),
        sa.UniqueConstraint("kind", "subject", "version", name="entry_version"),
    )
    op.create_index("entry_kind", "entry", ["kind", "seq"])
    op.create_index("entry_subject", "entry", ["subject", "seq"])
    op.create_table(
        "head",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.CheckConstraint("one = 1", name="head_one"),
    )
    op.create_table(
        "subject_key",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "search_term",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("mask", sa.Text, primary_key=True),
        sa.Column("salt", sa.Text, nullable=False),
    )
    op.create_index("search_term_mask", "search_term", ["mask"])
    op.create_table(
        "source_text",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION toetssteen_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
        )
    for table, changes in _KEPT.items():
        for change in changes:
            what = "EXECUTE FUNCTION toetssteen_append_only()"
            body = f"FOR EACH ROW {what}" if postgres else "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            op.execute(f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} {body}")
    if postgres:
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION toetssteen_append_only()"
            )


def downgrade() -> None:
    raise NotImplementedError("a register is not taken back: restore the backup that was made before")
