"""The API under ``/v1``: FastAPI routes that read a question, ask the service and pass on its answer."""
