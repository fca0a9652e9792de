"""The form as machine code through LLVM: one loop over the rows with everything in it.

Only this module and those that write the text know llvmlite. Nothing but numbers and names of this program's own making goes into the
text that LLVM is given."""

from __future__ import annotations

import ctypes
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from engine.columns.form import Form, Source
from engine.columns.native_ir import Slots, module_of
from engine.columns.native_kept import kept
from engine.columns.totals import Totals, nothing, reasons_counted

if TYPE_CHECKING:
    from engine.columns.kernel import Room, Run

Array = NDArray[Any]

_SUMMED = 2**62
_SMALL = 400
_WORTH_IT = 1_000_000_000
"""Instructions that are always optimised fully; and instructions times rows from which that is won back."""
_started = False


def _target(*, fully: bool) -> Any:
    """The machine that this process runs on. ``fully``: it gets code that is as good as LLVM can make it; else code that is made at
    once, some times slower."""
    global _started
    if not _started:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        # Divisions of 128 bits are calls of the compiler's own library, which no process has loaded by itself.
        for name in ("libgcc_s.so.1", "libgcc_s.1.dylib"):
            try:
                llvm.load_library_permanently(name)
            except RuntimeError:
                continue
            break
        _started = True
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3 if fully else 0)


def _optimised(text: str, machine: Any, *, fully: bool) -> Any:
    """The text made ready for a machine. ``fully``: with all that LLVM can do, several rows at a time among it; else only what
    takes no time: what is the same was made once already, and what nobody needs is left out."""
    module = llvm.parse_assembly(text)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=3 if fully else 0)
    options.loop_vectorization = fully
    options.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, options)
    if fully:
        passes = builder.getModulePassManager()
    else:
        passes = llvm.create_new_module_pass_manager()
        passes.add_dead_code_elimination_pass()
    passes.run(module, builder)
    return module


def _engine(text: str, *, fully: bool) -> Any:
    """The text as code in the memory of this process."""
    machine = _target(fully=fully)
    features = llvm.get_host_cpu_features().flatten()
    version = ".".join(map(str, (llvmlite.__version__, *llvm.llvm_version_info)))
    parts = (version, machine.triple, llvm.get_host_cpu_name(), features, str(fully), text)
    code = kept(parts, lambda: machine.emit_object(_optimised(text, machine, fully=fully)))
    empty = llvm.parse_assembly("")
    empty.triple = machine.triple
    engine = llvm.create_mcjit_compiler(empty, machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine


class NativeRunner:
    """A form as a function of this process's memory. The call lets go of Python's lock."""

    def __init__(self, form: Form, rows: int = 0) -> None:
        """``rows``: how many it will be asked for in all, if that is known."""
        self.form = form
        self._expected = rows
        self._made: dict[tuple[bool, bool], tuple[Any, Any, Slots]] = {}
        self._making = threading.Lock()
        self._rows = 0
        self._size = form.size
        largest = max((max(abs(one.value.low), abs(one.value.high)) for one in form.outputs), default=1)
        self._chunk = max(1, _SUMMED // max(1, largest))

    def prepare(self, rows: int, *, keep: bool) -> Run:
        """The function for a number of rows, made when first asked for. ``keep``: it stores what each row gets. Which rows it was
        asked for before counts along, so that parts get the function that their whole is worth."""
        with self._making:
            self._rows += rows
            rows = max(self._rows, self._expected)
            fully = self._size <= _SMALL or self._size * rows >= _WORTH_IT
            if (keep, fully) not in self._made:
                text, slots = module_of(self.form, keep=keep)
                engine = _engine(text, fully=fully)
                arguments = [ctypes.c_int64] * 2 + [ctypes.c_void_p] * slots.count
                function = ctypes.CFUNCTYPE(None, *arguments)(engine.get_function_address("kernel"))
                self._made[keep, fully] = (function, engine, slots)
            function, _, slots = self._made[keep, fully]
        return partial(self._run, function, slots)

    def _run(
        self, function: Any, slots: Slots, arrays: dict[Source, Array], first: int, start: int, stop: int, room: Room
    ) -> Totals:
        totals = nothing(self.form)
        held = [arrays[source] for source in self.form.sources]
        held += slots.constants
        for at in range(start, stop, self._chunk):
            end = min(stop, at + self._chunk)
            sums = np.zeros(max(1, len(slots.sums.wanted)), np.int64)
            out = [*room.reasons, *(array for pairs in room.outcomes for pair in pairs for array in pair)]
            # An output is addressed by the row itself, so its first element stands for the first row of the room.
            pointers = [array.ctypes.data for array in held]
            pointers += [array.ctypes.data - first * array.itemsize for array in out]
            function(at, end, *pointers, sums.ctypes.data)
            routed = [reasons_counted(reason[at - first : end - first]) for reason in room.reasons]
            totals.add(slots.sums.totals(sums.tolist(), end - at, routed))
        return totals
