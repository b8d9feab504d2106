"""How the page of claim charts looks on a screen and on paper."""

from typing import Final

from padwright.export.palette import HAIR, INK, MUTED, PANE
from padwright.export.report_style import STYLE

MET: Final = "#1f7a4d"
#: Not to meet a claim is no fault, so that it is not alarming.
NOT_MET: Final = "#8593a0"
OPEN: Final = "#b07a00"

CLAIM_STYLE: Final = (
    STYLE
    + f"""
main{{max-width:1240px}}
.shared{{position:absolute}}
.pick{{position:absolute;opacity:0;pointer-events:none}}
.tally{{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:18px;
margin:26px 0 4px}}
.tally p{{margin:0 0 6px;color:{MUTED};font-size:12px}}
.bar{{display:flex;height:12px;border-radius:6px;overflow:hidden;background:{HAIR}}}
.bar i{{display:block}}
.tally ul{{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:8px 0 0;
font-size:13px}}
.tally li b{{font-size:17px;font-weight:600;margin-right:5px}}
.dot{{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:7px}}
.map{{margin:26px 0 0}}
.map h3{{margin:14px 0 6px;font-size:12px;color:{MUTED};font-weight:600}}
.cells{{display:grid;grid-template-columns:repeat(auto-fill,minmax(34px,1fr));gap:4px}}
.cell{{display:block;text-align:center;font-size:11px;line-height:24px;border-radius:4px;color:#fff;
text-decoration:none;font-variant-numeric:tabular-nums;position:relative}}
.cell.is-not{{background:#e3e8ec;color:{INK}}}
.cell:hover,.cell:focus{{outline:2px solid {INK};outline-offset:1px}}
.cell.twofold::after{{content:"";position:absolute;right:-3px;top:-3px;width:7px;height:7px;
border-radius:50%;border:1.5px solid #fff;background:#fff}}
.cell.twofold.then-met::after{{background:{MET}}}
.cell.twofold.then-not::after{{background:{NOT_MET}}}
.cell.twofold.then-open::after{{background:{OPEN}}}
.is-met{{background:{MET}}}.is-not{{background:{NOT_MET}}}.is-open{{background:{OPEN}}}
.key{{margin:16px 0 0;font-size:12.5px;color:{MUTED};max-width:100ch}}
.filters{{position:sticky;top:0;z-index:2;background:#fff;display:flex;
flex-wrap:wrap;
gap:8px;padding:12px 0;margin-top:22px;border-bottom:1px solid {HAIR};font-size:13px}}
.filters label{{padding:3px 12px;border:1px solid {HAIR};border-radius:14px;cursor:pointer}}
.filters label:hover{{border-color:{INK}}}
.filters a{{margin-left:auto;color:{MUTED};padding:3px 0}}
#all:checked~main label[for=all],#met:checked~main label[for=met],
#not:checked~main label[for=not],#open:checked~main label[for=open],
#faulty:checked~main label[for=faulty]{{background:{INK};border-color:{INK};color:#fff}}
.pick:focus-visible~main .filters label{{border-color:{INK}}}
#met:checked~main .claim:not(.met),#not:checked~main .claim:not(.not),
#open:checked~main .claim:not(.open),#faulty:checked~main .claim:not(.faulty){{display:none}}
.claim{{border:1px solid {HAIR};border-radius:6px;margin:14px 0;scroll-margin-top:64px;
content-visibility:auto;contain-intrinsic-size:auto 320px}}
.claim:target{{border-color:{INK};box-shadow:0 0 0 1px {INK}}}
.claim>summary{{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px;padding:12px 18px;
cursor:pointer;list-style:none;background:{PANE};border-radius:6px}}
.claim>summary::-webkit-details-marker{{display:none}}
.claim[open]>summary{{border-bottom:1px solid {HAIR};border-radius:6px 6px 0 0}}
.claim .id{{font-weight:600;font-size:17px;min-width:46px}}
.claim .title{{flex:1 1 320px;font-size:15px}}
.claim .by{{color:{MUTED};font-size:12px}}
.claim .by a{{color:inherit}}
.pill.is-not{{background:{MUTED}}}
.pill{{display:inline-block;font-size:11.5px;font-weight:600;line-height:1.6;padding:1px 10px;
border-radius:11px;color:#fff;white-space:nowrap}}
.pill.then,.pill.then.is-not{{background:none;border:1.5px solid}}
.pill.then.is-met{{color:{MET}}}.pill.then.is-not{{color:{MUTED}}}
.pill.then.is-open{{color:{OPEN}}}
.anomaly{{margin:0;padding:9px 18px;background:#fff8e8;border-bottom:1px solid {HAIR};
font-size:12.5px;
max-width:none}}
.row{{display:grid;grid-template-columns:minmax(0,1.05fr) minmax(0,1fr) 322px;gap:0 26px;
padding:16px 18px;
break-inside:avoid}}
.row+.row{{border-top:1px solid {HAIR}}}
.row .asks{{margin:0 0 6px;font-size:14px}}
.row .asks b{{color:{MUTED};font-weight:600;margin-right:6px}}
.row .reading{{margin:0;color:{MUTED};font-size:12.5px}}
.row .because{{margin:6px 0 8px;font-size:13px}}
.row dl{{display:grid;grid-template-columns:1fr auto;gap:2px 14px;margin:0;font-size:12px}}
.row dt{{color:{MUTED}}}
.row dd{{margin:0;text-align:right;font-variant-numeric:tabular-nums}}
.row dd i{{font-style:normal;color:{MUTED}}}
.row .nets{{margin:8px 0 0;font-size:11.5px;color:{MUTED};overflow-wrap:anywhere}}
.row figure{{border:0;margin:0 0 8px}}
.row figure svg{{width:100%;height:auto;border:1px solid {HAIR};border-radius:3px;background:#fff}}
.row figure.steps svg{{border:0;background:none}}
.row figcaption{{font-size:11px;color:{MUTED};margin-top:3px;overflow-wrap:anywhere}}
.settings{{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:4px 26px;
font-size:12.5px}}
.settings span{{display:flex;justify-content:space-between;border-bottom:1px solid {HAIR};
padding:3px 0}}
@media screen and (max-width:980px){{.row{{grid-template-columns:1fr 1fr}}
.row .shots{{grid-column:1/-1;max-width:420px}}}}
@media screen and (max-width:640px){{.filters{{position:static}}.claim{{scroll-margin-top:8px}}
.row{{grid-template-columns:1fr;
gap:10px}}.claim>summary{{padding:10px 12px}}
.row{{padding:12px}}}}
@media print{{
.filters{{display:none}}
.claim{{content-visibility:visible;break-inside:auto}}
.claim>summary{{break-after:avoid}}
.row{{grid-template-columns:1fr 1fr 180px;gap:0 14px;padding:8pt}}
.cells{{grid-template-columns:repeat(24,1fr)}}
.cell{{line-height:14pt;font-size:7pt}}
}}
"""
)
