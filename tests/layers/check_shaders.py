"""Compiles every stage in shaders/ with glslangValidator, and links each name.vert with name.frag.

usage: check_shaders.py ROOT GLSLANG_VALIDATOR
The lines that the page's loader puts in front (version, precision) are put in front here.
"""
import pathlib
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "cmake"))
sys.dont_write_bytecode = True
from embed_assets import SHADER_HEADER, resolve  # noqa: E402

shaders = root / "shaders"
stages = sorted(p for p in shaders.rglob("*") if p.suffix in (".vert", ".frag"))
failed = 0
with tempfile.TemporaryDirectory() as folder:
    out = pathlib.Path(folder)
    for stage in stages:
        name = stage.relative_to(shaders).as_posix()
        (out / stage.name).write_text(SHADER_HEADER + resolve(shaders, name, {name}), encoding="utf-8")
    runs = [[s.name] for s in stages]
    runs += [["-l", s.name, s.stem + ".frag"] for s in stages
             if s.suffix == ".vert" and (out / (s.stem + ".frag")).exists()]
    for run in runs:
        result = subprocess.run([sys.argv[2], *run], cwd=out, capture_output=True, text=True)
        if result.returncode != 0:
            failed += 1
            print(result.stdout)
print(f"{len(stages)} stages, {failed} failures")
sys.exit(1 if failed else 0)
