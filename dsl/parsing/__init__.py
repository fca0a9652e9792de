"""Text to syntax tree: the vocabulary of a file, its tokens, its blocks and clauses, and what to do after an error.

In the order the text travels: ``blocks`` (which lines belong together), ``vocabulary`` and ``declared`` (the names there are),
``tokens`` with ``keywords`` (words to tokens), ``sentences`` with ``grammar.lark`` and ``build`` (one clause to a node), ``recover``
(going on after an error), ``reader`` with ``heads``, ``definitions``, ``statements`` and ``special`` (one block to a definition),
``modules`` (one file) and ``corpus`` (files that are used together).
"""
