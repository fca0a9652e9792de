"""The pages of the workbench for case handlers and policy staff; see docs/architectuur.md."""
