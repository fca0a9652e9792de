"""How heavy a diagnostic weighs. Apart from dsl.diagnostics because the registry of codes needs it too."""

from enum import Enum


class Severity(Enum):
    """FOUT stops the program from being used; WAARSCHUWING and OPMERKING do not. The value is what a user reads."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    OPMERKING = "opmerking"
