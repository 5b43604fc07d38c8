#include "core/report/html_parts.hpp"

namespace muster::report {

namespace {

constexpr std::string_view light = R"(
--canvas:#f5f6f7;--surface:#fff;--sunken:#eef0f2;--line:#dfe2e6;--edge:#76808c;--ink:#14181d;
--ink-2:#454e59;--ink-3:#5a6470;--accent:#0b5a9c;--met:#00674b;--met-tint:#e2f3ec;--met-fill:#007d5c;
--concern:#744700;--concern-tint:#fbf0d9;--not-met:#9d3000;--not-met-tint:#fce8df;
--not-met-fill:#c24400;--not-tested:#454e59;--not-tested-tint:#eef0f2;--na:#5a6470;--na-tint:#fff;
--own:#0b5a9c;--competitor:#8a4a79;--dim-reliability:#0072b2;--dim-assurance:#008a65;
--dim-tangibles:#a66d00;--dim-empathy:#b4558a;--dim-responsiveness:#c95600;--heat-above-2:#b9d9f2;
--heat-above-1:#deedf8;--heat-below-1:#fbe6d6;--heat-below-2:#f6c8a6;--band:#e8ebee)";

constexpr std::string_view dark = R"(
--canvas:#0e1114;--surface:#161a1f;--sunken:#1e242a;--line:#2b323a;--edge:#75808c;--ink:#eceff2;
--ink-2:#b8c0ca;--ink-3:#98a2ae;--accent:#74b8f2;--met:#58d3aa;--met-tint:#102a22;--met-fill:#35b88e;
--concern:#f2bd58;--concern-tint:#2f2511;--not-met:#ffa27a;--not-met-tint:#371d13;
--not-met-fill:#f27c47;--not-tested:#b8c0ca;--not-tested-tint:#1e242a;--na:#98a2ae;--na-tint:#161a1f;
--own:#74b8f2;--competitor:#dba0cb;--dim-reliability:#56b4e9;--dim-assurance:#2fbf94;
--dim-tangibles:#e69f00;--dim-empathy:#e08fbf;--dim-responsiveness:#f0803c;--heat-above-2:#1d4c73;
--heat-above-1:#17324a;--heat-below-1:#40260f;--heat-below-2:#6b3a12;--band:#232a31)";

constexpr std::string_view rules = R"(
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:auto}
body{margin:0;background:var(--canvas);color:var(--ink);font:400 15px/22px system-ui,-apple-system,
"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h1{font-size:27px;line-height:34px;font-weight:600;letter-spacing:-.01em;overflow-wrap:anywhere;margin-top:14px}
h2{font-size:17px;line-height:24px;font-weight:600;margin-bottom:8px}
h3{font-size:14px;line-height:20px;font-weight:600;margin:16px 0 6px}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.page{max-width:920px;margin:0 auto;padding:28px 32px 40px;background:var(--surface);min-height:100vh}
.row{display:flex;gap:12px;align-items:center;flex-wrap:wrap}.grow{flex:1}
.brand{display:flex;gap:8px;align-items:center;font-weight:600}
.brand svg{width:22px;height:22px;color:var(--accent);fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.soft{color:var(--ink-2)}.small{font-size:13px;line-height:19px}.b{font-weight:600}
.note{color:var(--ink-3);font-size:12.5px;line-height:18px;margin-top:6px;max-width:76ch}
.any{overflow-wrap:anywhere}
nav{margin:14px 0 0;font-size:13px;line-height:24px;display:flex;flex-wrap:wrap;gap:0 16px}
section{margin-top:30px;scroll-margin-top:12px}
.lead{display:grid;grid-template-columns:196px 1fr;gap:28px;padding:18px 0;margin-top:16px;border:solid var(--line);border-width:1px 0}
.head-n{font-size:54px;line-height:58px;font-weight:600;letter-spacing:-.03em}
.lead h2{font-size:20px;line-height:28px;text-wrap:balance}.lead p{text-wrap:pretty}
.lead svg{margin-top:8px}
.cols{display:grid;grid-template-columns:1fr 1.12fr;gap:32px}.cols>*{min-width:0}.waits{grid-template-columns:1fr 1.35fr}
svg.mc{display:block;width:100%;height:auto;max-width:100%;overflow:visible}
.score-svg svg.mc{width:186px}
.wide{overflow-x:auto;padding-bottom:2px}.wide svg.mc{min-width:620px}
.acts{display:grid;gap:12px;padding-left:0;list-style:none;counter-reset:act}
.acts li{display:grid;grid-template-columns:26px 1fr;gap:2px 8px;text-wrap:pretty}
.acts .g{grid-row:span 2;width:22px;height:22px;border-radius:11px;font-size:12px;line-height:22px;text-align:center;font-weight:600;background:var(--sunken);color:var(--ink-2)}
.acts .g.bad{background:var(--not-met-tint);color:var(--not-met)}.acts .g.good{background:var(--met-tint);color:var(--met)}
.acts .g.look{background:var(--concern-tint);color:var(--concern)}
.acts b{font-weight:600}.acts p,.acts b{overflow-wrap:anywhere}.acts p{color:var(--ink-2);grid-column:2}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(148px,1fr));gap:18px 24px}
.tiles p{font-size:13px;line-height:18px;color:var(--ink-2)}.tiles .v{font-size:26px;line-height:34px;font-weight:600;color:var(--ink);letter-spacing:-.01em}
.tiles .v small{display:block;font-size:13px;line-height:18px;font-weight:400;color:var(--ink-2);letter-spacing:0;white-space:nowrap}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px}
.readings{margin:0 0 22px}.readings th[scope=row]{width:21%}.readings td:nth-child(2){width:19%}
caption{text-align:left;color:var(--ink-3);font-size:12.5px;line-height:18px;padding-bottom:4px}
th{text-align:left;font-weight:500;color:var(--ink-2);vertical-align:bottom}
td,th{padding:5px 8px;border-bottom:1px solid var(--line)}
tbody th{font-weight:500;color:var(--ink);vertical-align:top}
td{vertical-align:top}.num{text-align:right}td.num{white-space:nowrap}.q{color:var(--ink-3)}
td.any{min-width:120px}
.scroll{overflow-x:auto}.nowrap{white-space:nowrap}
details{margin-top:8px}summary{cursor:pointer;color:var(--accent);font-size:13px;line-height:20px;width:fit-content}
details .scroll{max-height:420px;overflow:auto;border:1px solid var(--line);border-radius:8px;margin-top:6px}
details thead th{position:sticky;top:0;background:var(--surface)}
details td,details th{white-space:nowrap}details td.any{white-space:normal;min-width:220px}
.cell{text-align:center;white-space:nowrap;border:2px solid var(--surface);border-radius:6px;font-size:12px;line-height:16px;padding:4px}
.cell b{font-weight:600}.cell.met{background:var(--met-tint);color:var(--met)}
.cell.concern{background:var(--concern-tint);color:var(--concern)}
.cell.not-met{background:var(--not-met-tint);color:var(--not-met)}
.cell.not-tested{background:var(--not-tested-tint);color:var(--not-tested)}
.cell.na{color:var(--na)}.cell .k{color:var(--ink-2)}
.cell.flag{outline:2px solid var(--not-met-fill);outline-offset:-3px;border-radius:8px}
.matrix thead th{font-size:12px;line-height:15px;min-width:84px;text-align:center}
.matrix thead th:first-child,.matrix tbody th{text-align:left;min-width:110px;overflow-wrap:anywhere}
.matrix small{display:block;color:var(--ink-3);font-weight:400;font-size:11px;line-height:14px}
.sev{font-size:11px;line-height:14px;display:block}
.barcell{width:150px;min-width:110px}.bar{display:block;height:8px;border-radius:4px;background:var(--sunken);margin-top:5px;overflow:hidden}
.bar i{display:block;height:100%;background:var(--own);border-radius:4px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.method li{margin:0 0 6px 18px;color:var(--ink-2);font-size:13px;line-height:19px;list-style:disc;overflow-wrap:anywhere}
footer{margin-top:28px;border-top:1px solid var(--line);padding-top:10px;color:var(--ink-3);font-size:12.5px;line-height:18px;overflow-wrap:anywhere}
@media (max-width:720px){.page{padding:16px}.cols,.waits,.lead{grid-template-columns:1fr;gap:20px}.lead{gap:12px}h1{font-size:24px;line-height:30px}.cols{gap:0}.matrix thead th{min-width:76px}tbody th.any{min-width:180px}}
@media print{
html{color-scheme:light;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{background:#fff;font-size:12px;line-height:17px}
.page{max-width:none;padding:0;margin:0;min-height:0}
nav,details{display:none}
h1{font-size:25px;line-height:30px;margin-top:8px}h2{font-size:13.5px;line-height:20px;margin-bottom:4px;break-after:avoid}h3{font-size:12.5px;line-height:18px;margin:10px 0 4px;break-after:avoid}
section{margin-top:16px}.small,.method li{font-size:11px;line-height:15px}.note,footer,caption{font-size:10.5px;line-height:14px}
.lead{padding:10px 0;gap:20px;margin-top:10px}.lead h2{font-size:16.5px;line-height:23px}.head-n{font-size:44px;line-height:46px}
.cols{gap:22px}.acts{gap:7px}.acts li{break-inside:avoid}
figure,.keep{break-inside:avoid}tr{break-inside:avoid}thead{display:table-header-group}
table{font-size:10.5px;line-height:14px}td,th{padding:3px 5px}.cell{font-size:10px;line-height:13px;padding:2px}
.matrix thead th{font-size:9.5px;line-height:12px;min-width:0}.matrix small,.sev{font-size:9px;line-height:11px}.matrix thead th:first-child,.matrix tbody th{min-width:84px}
.note{max-width:none}.nowrap{white-space:normal}.wide,.scroll{overflow:visible}.wide svg.mc{min-width:0}
.tiles{grid-template-columns:repeat(5,1fr);gap:10px 14px}.tiles .v{font-size:20px;line-height:26px}.tiles p,.tiles .v small{font-size:10.5px;line-height:14px}
a{color:inherit;text-decoration:none}.barcell{width:90px;min-width:70px}
})";

// Only what a hash is made of goes into the style sheet.
std::string hex_only(std::string_view digest) {
    std::string out;
    for (const char c : digest.substr(0, 64)) {
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (hex) out += c;
    }
    return out;
}

} // namespace

std::string html_style(std::string_view digest) {
    std::string out = ":root{color-scheme:light dark;";
    out += light;
    out += "}\n@media screen and (prefers-color-scheme:dark){:root{";
    out += dark;
    out += "}}";
    out += rules;
    out += "\n@page{size:A4;margin:13mm 15mm 15mm;@bottom-left{font:9px system-ui,sans-serif;color:"
           "#5a6470;content:\"Digest " +
           hex_only(digest).substr(0, 32) +
           "\"}@bottom-right{font:9px system-ui,sans-serif;color:#5a6470;content:counter(page) \" "
           "of \" counter(pages)}}\n";
    return out;
}

} // namespace muster::report
