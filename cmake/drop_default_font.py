"""Writes imgui_draw.cpp without the bitmap font that it carries: this page has its own, and the text of the
other one is a fortieth of what its first frame waits for.

usage: drop_default_font.py IMGUI_DRAW_CPP OUT
"""
import pathlib
import re
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
text, found = re.subn(r'(proggy_clean_ttf_compressed_data_base85\[11980 \+ 1\]) =\n.*?;\n', r'\1 = "";\n', text,
                        flags=re.DOTALL)
if found != 1:
    sys.exit("drop_default_font: the font is not where it was; has ImGui's version changed?")
pathlib.Path(sys.argv[2]).write_text(text, encoding="utf-8")
