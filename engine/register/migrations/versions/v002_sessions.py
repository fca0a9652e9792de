"""Who is signed in now: beside the register, and no part of it."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"


def upgrade() -> None:
    op.create_table(
        "web_session",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("web_session_owner", "web_session", ["owner"])
    op.create_index("web_session_ends", "web_session", ["ends"])


def downgrade() -> None:
    op.drop_table("web_session")
