"""The fast form of the evaluator: generated Python on scaled whole numbers, for complete facts.

Whatever is not plain (a missing fact, a fault, a conflict, an answer still to be given) makes it step aside with
:class:`engine.fast.runtime.Fallback`; the general form decides then. Where it does give a value, that value and its
trace are those of the general form.
"""
