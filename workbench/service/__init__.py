"""What the API and the pages both call. No HTTP, no law and no arithmetic: the engine does these."""
