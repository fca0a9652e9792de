from dsl.codes.entry import Code

CODES: tuple[Code, ...] = ()
