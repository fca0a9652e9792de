"""What an editor of rule files needs: pure functions over the law and a text that somebody is changing.

Nothing here knows of a page or a protocol. Offsets are in characters of the text, as everywhere in ``dsl``.
"""
