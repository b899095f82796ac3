"""Source rules that a compiler does not check (docs: style guide, sections 1, 3 and 5).

usage: check.py layers|sizes|self-test [ROOT]
  layers     includes point left: base <- {opt, model} <- mech <- eval <- sim <- {cli, web}; no user
             interface, clock, file or unrepeatable function in core/; no platform #ifdef
  sizes      no file over 400 lines
  self-test  each rule finds what it forbids in a small tree made for it
Prints every finding as file:line: what is wrong.
"""
import pathlib
import re
import sys
import tempfile

BASE = {"core/base"}
MECH = BASE | {"core/opt", "core/model", "core/mech"}
SIM = MECH | {"core/eval", "core/sim"}
MAY_INCLUDE = {
    "core/base": BASE,
    "core/opt": BASE | {"core/opt"},
    "core/model": BASE | {"core/model"},
    "core/mech": MECH,
    "core/eval": MECH | {"core/eval"},
    "core/sim": SIM,
    "cli": SIM | {"cli"},
    "web": SIM | {"web", "generated"},
}
INTERFACE = re.compile(r"imgui|imstb|SDL|GLES|GL/|EGL|emscripten|KHR|webgl", re.I)
NOT_IN_CORE = {"iostream", "fstream", "filesystem", "chrono", "ctime", "time.h", "random", "format",
               "expected", "source_location", "ranges"}
NOT_REPEATABLE = re.compile(
    r"\bstd::(exp2?|expm1|log(2|10|1p)?|pow|sin|cos|tan|a(sin|cos|tan2?)|sinh|cosh|tanh|cbrt|hypot|"
    r"erfc?|[lt]gamma|\w+_distribution|rand|fma)\s*[(<]")
CODE = {".cpp", ".hpp"}
SIZED = CODE | {".vert", ".frag", ".glsl", ".js", ".mjs", ".html", ".css", ".py", ".cmake", ".sh", ""}


def files(root, folders, suffixes):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and not (
                    {"node_modules", "__pycache__"} & set(path.parts)):
                yield path


def layer_of(name):
    parts = name.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" else parts[0]


def include_problem(layer, in_core, quoted, name):
    if in_core and (INTERFACE.search(name) or name in NOT_IN_CORE):
        return f"core/ must not include {name}"
    if layer == "cli" and INTERFACE.search(name):
        return f"cli/ must not include {name}"
    if not quoted or "/" not in name:
        if quoted and not INTERFACE.search(name):
            return f'includes start at the root: "{name}"'
        return None
    target = layer_of(name)
    if target in MAY_INCLUDE or target == "generated" or name.startswith("core/"):
        if target not in MAY_INCLUDE[layer]:
            return f"{layer} must not include {name}: it stands to its right"
        return None
    return f'includes start at the root: "{name}"'


def check_layers(root):
    found = []
    for path in files(root, ["core", "cli", "web"], CODE):
        name = path.relative_to(root).as_posix()
        layer, in_core = layer_of(name), name.startswith("core/")
        if layer not in MAY_INCLUDE:
            found.append(f"{name}:1: {layer} is not one of the layers")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//")[0]
            include = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', code)
            if include:
                problem = include_problem(layer, in_core, include[1] == '"', include[2])
            elif re.search(r"#.*__EMSCRIPTEN__|#.*\bEMSCRIPTEN\b", code):
                problem = "CMake picks platform files; no platform #ifdef"
            elif in_core and NOT_REPEATABLE.search(code):
                problem = f"{NOT_REPEATABLE.search(code)[0]}...) differs between platforms"
            else:
                problem = None
            if problem:
                found.append(f"{name}:{number}: {problem}")
    return found


def check_sizes(root):
    found = []
    for path in files(root, ["core", "cli", "web", "shaders", "tests", "scripts", "cmake"], SIZED):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > 400:
            found.append(f"{path.relative_to(root).as_posix()}:{lines}: over 400 lines")
    return found


# One line each that must be found, and that must not.
BAD = {
    "core/base/a.hpp": '#include "core/opt/b.hpp"',
    "core/opt/b.hpp": '#include "core/model/c.hpp"',
    "core/mech/c.cpp": '#include "core/sim/report.hpp"',
    "core/eval/d.cpp": "#include <imgui.h>",
    "core/sim/e.cpp": "#include <chrono>",
    "core/sim/f.cpp": "double y = std::exp(x);",
    "core/sim/g.cpp": "std::normal_distribution<double> d;",
    "core/sim/h.cpp": '#include "report.hpp"',
    "core/extra/i.hpp": "",
    "cli/j.cpp": '#include "web/app.hpp"',
    "cli/k.cpp": "#include <SDL.h>",
    "web/l.cpp": "#ifdef __EMSCRIPTEN__",
}
GOOD = {
    "core/mech/ok.cpp": '#include "core/opt/b.hpp"\n// std::exp(x) in words\ndouble y = std::sqrt(x);',
    "core/sim/ok.cpp": '#include "core/eval/x.hpp"\n#include <vector>',
    "web/ok.cpp": '#include "imgui.h"\n#include <emscripten.h>\n#include "generated/assets.hpp"\n'
                  '#include "core/sim/report.hpp"',
}


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**BAD, **GOOD, "web/long.cpp": "\n" * 401, "web/fits.cpp": "\n" * 400}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = {line.split(":")[0] for line in check_layers(root)}
        sizes = {line.split(":")[0] for line in check_sizes(root)}
        wrong = [f"not found: {n}" for n in sorted(set(BAD) - found)]
        wrong += [f"wrongly found: {n}" for n in sorted(found - set(BAD))]
        return wrong + ([] if sizes == {"web/long.cpp"} else [f"sizes found {sorted(sizes)}"])


def main():
    rule = sys.argv[1] if len(sys.argv) > 1 else ""
    root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else __file__).resolve()
    root = root if root.is_dir() else root.parents[2]
    rules = {"layers": lambda: check_layers(root), "sizes": lambda: check_sizes(root),
             "self-test": self_test}
    if rule not in rules:
        sys.exit(__doc__)
    found = rules[rule]()
    print("\n".join(found) if found else f"{rule}: nothing found")
    sys.exit(1 if found else 0)


main()
