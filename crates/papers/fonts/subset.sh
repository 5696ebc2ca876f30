#!/usr/bin/env bash
# Cuts the font: subset.sh NotoSansSC_400Regular.ttf, with pyftsubset of fonttools 4.68 in the path.
set -euo pipefail
cd "$(dirname "$0")"
python3 - > characters.txt <<'P'
def all_of(codec):
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            try:
                yield bytes([first, second]).decode(codec)
            except UnicodeDecodeError:
                pass
latin = {chr(code) for code in range(0x20, 0x17F)}
marks = set("–—‘’“”…•€№™‰′″、。〈〉《》「」『』【】〓〔〕！（），．：；？￥·×÷≤≥→−")
print("".join(sorted(set(all_of("gbk")) | latin | marks)))
P
pyftsubset "$1" --text-file=characters.txt --layout-features='' --no-hinting \
  --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,DSIG,STAT --name-IDs='0,1,2,3,4,5,6,13,14' --output-file=NotoSansSC-gbk.ttf
gzip -9nf NotoSansSC-gbk.ttf
rm characters.txt
