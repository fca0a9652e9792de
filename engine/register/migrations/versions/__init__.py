"""One module per step, in the order of their ``down_revision``. A step that was ever released does not change."""
