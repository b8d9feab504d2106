"""How the report looks on a screen and on paper."""

from typing import Final

from padwright.export.palette import ACCENT, HAIR, INK, MUTED, PANE
from padwright.export.svg import FONTS

STYLE: Final = f"""
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;color-scheme:light}}
body{{margin:0;background:#eef1f3;color:{INK};font:14px/1.5 {FONTS}}}
main{{max-width:1160px;margin:0 auto;background:#fff;padding:44px 52px 60px}}
header{{border-bottom:2px solid {INK};padding-bottom:22px;margin-bottom:8px}}
.mark{{font-size:12px;letter-spacing:.14em;text-transform:uppercase;color:{MUTED};margin:0 0 14px}}
h1{{font-size:34px;line-height:1.15;margin:0 0 4px;font-weight:600;overflow-wrap:anywhere}}
.lead{{margin:0;color:{MUTED};font-size:15px;max-width:70ch}}
.verdict{{display:inline-block;margin:18px 0 0;padding:6px 14px;border-radius:4px;font-weight:600;
color:#fff;background:#1f7a4d}}
.verdict.warned{{background:#9a6a00}}
.verdict.broken{{background:{ACCENT}}}
.figures{{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:1px;
margin:24px 0 8px}}
.figures div{{padding:12px 14px;box-shadow:0 0 0 1px {HAIR}}}
.figures span{{display:block;color:{MUTED};font-size:12px}}
.figures b{{font-size:17px;font-weight:600;overflow-wrap:anywhere}}
nav{{font-size:13px;margin:18px 0 0;color:{MUTED}}}
nav a{{color:{INK};margin-right:16px;text-decoration-color:{HAIR};text-underline-offset:3px;
white-space:nowrap}}
section{{margin-top:44px}}
h2{{font-size:20px;font-weight:600;margin:0 0 12px}}
h3{{font-size:15px;font-weight:600;margin:24px 0 8px}}
p{{max-width:80ch}}
figure{{margin:0 0 26px;border:1px solid {HAIR}}}
figure svg{{display:block;width:100%;height:auto}}
.wide{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;font-size:12.5px;line-height:1.4}}
th{{text-align:left;font-weight:600;border-bottom:1.5px solid {INK};padding:5px 12px 5px 0;
vertical-align:bottom}}
td{{border-bottom:1px solid {HAIR};padding:5px 12px 5px 0;vertical-align:top;
overflow-wrap:break-word}}
th:last-child,td:last-child{{padding-right:0}}
.n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
td i{{font-style:normal;color:{MUTED}}}
.swatch{{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:7px;
vertical-align:-1px;border:1px solid rgba(0,0,0,.25)}}
.tag{{display:inline-block;font-size:11px;line-height:1.5;padding:0 7px;border-radius:3px;
background:{PANE};border:1px solid {HAIR};white-space:nowrap}}
.tag.error{{background:{ACCENT};border-color:{ACCENT};color:#fff}}
.tag.warning,.tag.uncited{{background:#fff4dc;border-color:#e2c078;color:#6b4a00}}
.tag.good{{background:#e4f3ea;border-color:#a9d3ba;color:#14532f}}
code{{font:12px/1.4 ui-monospace,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere}}
footer{{margin-top:48px;padding-top:14px;border-top:1px solid {HAIR};color:{MUTED};font-size:12px}}
@media (max-width:720px){{main{{padding:24px 18px 40px}}h1{{font-size:26px}}}}
@page{{size:A4;margin:14mm 13mm}}
@media print{{
body{{background:#fff;font-size:10.5pt}}
main{{max-width:none;padding:0}}
nav{{display:none}}
section{{margin-top:22pt}}
h1{{font-size:24pt}}
.figures div{{padding:5pt 8pt}}
.mark{{margin:0 0 8pt}}
h2,h3{{break-after:avoid}}
figure,tr,.figures div{{break-inside:avoid}}
thead{{display:table-header-group}}
table{{font-size:8.5pt}}
.page{{break-before:page}}
.wide{{overflow:visible}}
*{{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
}}
"""
