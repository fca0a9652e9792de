"""The version of the engine, as receipts name it."""

ENGINE_VERSION = "0.1.0"
