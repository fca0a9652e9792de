"""Besluiten over a population: a checked program as instructions over columns, run by machine code or by numpy.

:mod:`engine.columns.population` says what a population is, :mod:`engine.columns.kernel` compiles besluiten for one and runs them,
:mod:`engine.columns.routed` makes a case of a row that is left to the exact evaluator. For analysis only: nothing here keeps a trace.
"""
