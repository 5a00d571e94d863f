/// How the page looks: light and dark, on paper, on a telephone. Contrast is at least 4.5 for text in both (WCAG 2.2, 1.4.3).
///
/// Has no `<` and no `&`: see `HTML.verbatim`. Colour never says anything alone: a mark or a word stands beside it.
enum HTMLStyle {
  static let sheet = HTML.group([colours, frame, parts, drawings, narrow])

  private static let colours = HTML.verbatim(
    """

    :root { color-scheme: light dark;
      --page: #f6f7f9; --card: #ffffff; --ink: #1b2330; --dim: #526072; --line: #d5dbe3; --soft: #eef1f5;
      --bad: #b3261e; --bad-soft: #fdecea; --good: #17693a; --good-soft: #e6f4ea; --fair: #8a4b00; --fair-soft: #fff3dc;
      --link: #1d56b5; --band: rgb(255 180 40 / .22); --target: rgb(70 140 255 / .28);
      --sent: #1d56b5; --passed: #b25a00; --heard: #17693a; --stall: #f3c7c2; --limit: #b3261e; }
    @media (prefers-color-scheme: dark) { :root {
      --page: #11151b; --card: #191f27; --ink: #e5e9ef; --dim: #a4afbd; --line: #36404d; --soft: #222a34;
      --bad: #ff9489; --bad-soft: #3a1d1b; --good: #7ed69c; --good-soft: #17301f; --fair: #f2c46d; --fair-soft: #35290f;
      --link: #8fbcff; --band: rgb(255 190 60 / .18); --target: rgb(90 150 255 / .35);
      --sent: #8fbcff; --passed: #f2b26d; --heard: #7ed69c; --stall: #5a2a26; --limit: #ff9489; } }

    """)

  private static let frame = HTML.verbatim(
    """
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    html { scroll-padding-top: 1rem; }
    body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 68rem; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
    h1, h2, h3, h4, p, ul, ol, dl, figure, pre { margin: 0 0 .75rem; }
    h1 { font-size: 1.7rem; line-height: 1.25; }
    h2 { font-size: 1.3rem; margin-top: 2rem; }
    h3 { font-size: 1.1rem; line-height: 1.35; }
    h4 { font-size: 1rem; margin-top: 1.25rem; }
    ul, ol { padding-left: 1.25rem; }
    a { color: var(--link); text-underline-offset: .15em; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
    code, dd, td, .from { unicode-bidi: isolate; }
    code { overflow-wrap: anywhere; }
    pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .75rem; white-space: pre-wrap; }
    pre code { font-size: inherit; }
    summary { cursor: pointer; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
    thead th { color: var(--dim); font-weight: 600; white-space: nowrap; }
    tbody th { font-weight: 600; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .scroll { position: relative; overflow-x: auto; margin-bottom: .75rem; }
    .dim { color: var(--dim); }
    .good { color: var(--good); } .bad { color: var(--bad); } .fair { color: var(--fair); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem; z-index: 1; }
    button, select, input { font: inherit; font-size: .9rem; color: var(--ink); background: var(--card); border: 1px solid var(--dim);
      border-radius: 6px; padding: .25rem .6rem; min-height: 2rem; max-width: 100%; }
    input[type=checkbox] { min-height: 0; width: 1.1rem; height: 1.1rem; vertical-align: text-bottom; accent-color: var(--link); }
    button { cursor: pointer; } button:hover { background: var(--soft); }

    """)

  private static let parts = HTML.verbatim(
    """
    .card, .top, footer { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-bottom: 1rem; }
    .top { border-top: 6px solid var(--fair); }
    .top.bad { border-top-color: var(--bad); color: inherit; } .top.good { border-top-color: var(--good); color: inherit; }
    .top.fair { color: inherit; }
    .brand { color: var(--dim); margin-bottom: .25rem; font-size: .9rem; }
    .badge { padding: .05em .45em; border-radius: 6px; background: var(--fair-soft); color: var(--fair); white-space: nowrap; margin-right: .35em; }
    .bad .badge { background: var(--bad-soft); color: var(--bad); } .good .badge { background: var(--good-soft); color: var(--good); }
    .about { color: var(--dim); }
    .warn, .advice { background: var(--fair-soft); border-radius: 6px; padding: .5rem .75rem; }
    .glance { margin: 0; border-top: 1px solid var(--line); padding-top: .75rem; }
    .glance div { display: grid; grid-template-columns: 14rem 1fr; gap: 0 1rem; padding: .2rem 0; }
    dt { color: var(--dim); } dd { margin: 0; }
    .glance div, .checklist li, .transcript div { overflow-wrap: anywhere; } .checklist li div, .glance dd, .transcript dd { min-width: 0; }
    .cause { border-left: 6px solid var(--fair); } .cause.error { border-left-color: var(--bad); }
    .chips { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; }
    .chip { background: var(--soft); border-radius: 6px; padding: .1rem .6rem; font-size: .9rem; }
    .chip.error { background: var(--bad-soft); color: var(--bad); font-weight: 600; }
    .chip.warning { background: var(--fair-soft); color: var(--fair); font-weight: 600; }
    .evidence p { margin-bottom: .25rem; }
    .events { list-style: none; padding: 0; border-left: 3px solid var(--line); margin-left: .25rem; }
    .events li { padding: .1rem 0 .1rem .75rem; }
    .when { font-variant-numeric: tabular-nums; font-weight: 600; margin-right: .4rem; }
    .who { color: var(--dim); white-space: nowrap; margin-right: .4rem; }
    .ways a { margin-left: .4rem; white-space: nowrap; }
    .fix { background: var(--good-soft); border-radius: 8px; padding: .75rem 1rem .25rem; margin: 1rem 0; }
    .bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-bottom: .5rem; }
    .bar h3, .bar h4 { margin: 0; }
    .checklist { list-style: none; padding: 0; }
    .checklist li { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
    .checklist div { color: var(--ink); } .checklist p { margin: 0; color: var(--dim); }
    .answer { font-weight: 600; } .mark { display: inline-block; width: 1.1em; }
    .state { white-space: nowrap; font-weight: 600; }
    .overview .from { min-width: 12rem; }
    .session > summary h3 { display: inline; }
    .session[open] > summary { margin-bottom: 1rem; }
    .session h4 { border-top: 1px solid var(--line); padding-top: 1rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .5rem 1rem; }
    .figures dt { font-size: .85rem; } .figures dd { font-weight: 600; }
    .books { table-layout: fixed; } .books th, .books td { padding: .25rem .6rem; overflow-wrap: anywhere; }
    .books thead th:first-child { width: 14rem; } .books tbody th { padding-left: 1.9rem; text-indent: -1.3rem; }
    .books .mark { font-weight: 700; width: 1.3rem; text-indent: 0; } .books .even .mark { color: var(--good); } .books .half .mark { color: var(--dim); }
    .books .odd > * { background: var(--bad-soft); } .books .odd > th, .books .odd strong { color: var(--bad); }
    .books .remark > * { background: var(--fair-soft); } .books .remark > th, .books .remark strong { color: var(--fair); }
    .books .odd > :first-child { box-shadow: inset 4px 0 var(--bad); } .books .remark > :first-child { box-shadow: inset 4px 0 var(--fair); }
    .books .odd:has(+ .gap) > *, .books .remark:has(+ .gap) > * { border-bottom: 0; }
    .books .gap td { padding: 0 .6rem .4rem 1.9rem; } .books .ways a { margin-left: .25rem; }
    .checks { list-style: none; padding: 0; } .checks li { color: var(--ink); } .checks .bad strong, .checks .bad .mark { color: var(--bad); }
    .checks .good strong, .checks .good .mark { color: var(--good); }
    .transcript div { display: grid; grid-template-columns: 6rem 1fr; gap: 0 1rem; padding: .2rem 0; }
    del { color: var(--bad); text-decoration-thickness: 2px; } ins { color: var(--fair); text-decoration-thickness: 2px; }
    .parameters { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem .8rem; }
    .handshake { margin-bottom: .5rem; } .handshake summary { overflow-wrap: anywhere; } .handshake p { margin: .5rem 0 .25rem; }
    .frames > summary h4 { display: inline; border: 0; }
    .frames { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.25rem; }
    .filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .75rem; }
    .frametable .what { width: 100%; overflow-wrap: anywhere; }
    .frametable details summary { color: var(--link); font-size: .85rem; }
    .frametable .size { color: var(--dim); }
    .list { --row: 32; max-height: 30rem; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
    .virtual { table-layout: fixed; } .virtual thead th { position: sticky; top: 0; background: var(--soft); z-index: 1; }
    .virtual th:nth-child(1) { width: 5.5rem; } .virtual th:nth-child(2) { width: 9rem; } .virtual th:nth-child(3) { width: 9.5rem; }
    .virtual th:nth-child(-n+2) { text-align: right; }
    .virtual tbody tr { height: 32px; cursor: pointer; } .virtual tbody td { height: 32px; padding: 0 .6rem; line-height: 31px; vertical-align: middle;
      overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
    .virtual tbody .spacer { height: 0; } .virtual .spacer td { padding: 0; border: 0; } .virtual .who { color: var(--dim); margin: 0; }
    .virtual tbody tr:hover td { background: var(--soft); } .virtual tbody tr[aria-current] td { background: var(--target); }
    .virtual tr[aria-current] .who, .virtual tr[aria-current] .frame { color: var(--ink); }
    .frame { min-height: 0; padding: 0 .35rem; line-height: 1.5rem; border-color: transparent; background: none; color: var(--link);
      text-decoration: underline; }
    .detail { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; overflow-wrap: anywhere; }
    .detail .title { margin-bottom: .5rem; } .detail pre { max-height: 24rem; overflow: auto; margin: 0; }
    .choices { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .5rem; }
    .choices a { margin-right: auto; } [aria-pressed=true] { background: var(--soft); border-width: 2px; font-weight: 600; }
    tr:focus { outline-offset: -2px; } tr:target td { background: var(--target); }

    """)

  private static let drawings = HTML.verbatim(
    """
    figcaption, .axis { color: var(--dim); font-size: .875rem; }
    .axis { margin-bottom: .25rem; }
    .ladder { display: block; overflow: visible; }
    .ladder text { font-size: 13px; fill: var(--ink); }
    .ladder .party { font-weight: 700; font-size: 14px; }
    .ladder .at { fill: var(--dim); font-size: 12px; font-variant-numeric: tabular-nums; }
    .ladder .on { stroke: var(--card); stroke-width: 4px; paint-order: stroke; stroke-linejoin: round; }
    .ladder .narrow { display: none; }
    .life { stroke: var(--dim); stroke-width: 1.5; } .unseen-life { stroke-dasharray: 2 6; }
    .band { fill: transparent; }
    .ladder a { cursor: pointer; } .ladder a:hover .band { stroke: var(--line); } 
    .ladder a:focus-visible { outline: none; } .ladder a:focus-visible .band { stroke: var(--link); stroke-width: 3; }
    .wire { stroke: var(--ink); stroke-width: 1.5; }
    .tip { overflow: visible; fill: var(--ink); } .cross { fill: none; stroke: var(--bad); stroke-width: 2.5; }
    .k-audio .wire { stroke: var(--sent); stroke-width: 4; opacity: .75; } .k-audio .tip { fill: var(--sent); }
    .k-result .wire { stroke: var(--heard); } .k-result .tip { fill: var(--heard); }
    .k-gap text, .k-note text { font-style: italic; } .k-gap text { fill: var(--dim); }
    .k-violation text { fill: var(--bad); }
    .row.evidence .band { fill: var(--band); } .evidence .on { stroke: none; }
    .evidence .at, .evidence .on { font-weight: 700; } .evidence .at { fill: var(--bad); }
    .evidence .wire { stroke: var(--bad); stroke-width: 3; opacity: 1; } .evidence .tip { fill: var(--bad); }
    .missing .wire { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 5; } .missing .tip { fill: var(--bad); }
    .missing .on { fill: var(--bad); font-weight: 700; }
    .row:target .band { fill: var(--target); } .row:target .on { stroke: none; } .row:focus { outline: none; }
    .chart { position: relative; padding: 0 1.5rem 1.6rem 3.2rem; }
    .plot { display: block; width: 100%; height: 16rem; overflow: visible; }
    .plot *, .legend path { fill: none; vector-effect: non-scaling-stroke; stroke-width: 2; }
    .yaxis { position: absolute; left: 0; width: 2.8rem; top: 0; bottom: 1.6rem; }
    .xaxis { position: absolute; left: 3.2rem; right: 1.5rem; bottom: 0; height: 1.4rem; }
    .yaxis span, .xaxis span { position: absolute; font-size: .8rem; color: var(--dim); white-space: nowrap; }
    .yaxis span { right: 0; transform: translateY(50%); } .xaxis span { transform: translateX(-50%); }
    .plot .grid { stroke: var(--line); stroke-width: 1; }
    .sent { stroke: var(--sent); } .plot .sent { stroke-width: 4; opacity: .6; }
    .passed { stroke: var(--passed); stroke-dasharray: 8 4; }
    .heard { stroke: var(--heard); }
    .plot .final, .legend .final { stroke: var(--heard); stroke-width: 9; stroke-linecap: round; }
    .real { stroke: var(--dim); stroke-dasharray: 2 4; } .limit { stroke: var(--limit); stroke-dasharray: 2 4; }
    .plot .stop, .legend .stop { stroke: var(--ink); stroke-width: 1; }
    .plot .stall, .legend .stall { fill: var(--stall); stroke: none; }
    .wavechart { padding: 0 1.5rem 1.6rem; } .wavechart .plot { height: 6.5rem; } .wavechart .xaxis { left: 1.5rem; }
    .plot .wave { fill: var(--sent); stroke: var(--sent); stroke-width: 1; } .plot .voice, .legend .voice { fill: var(--good-soft); stroke: none; }
    .plot .lost, .legend .lost { fill: var(--stall); stroke: none; }
    .lane { position: relative; height: 3rem; font-size: .85rem; border-top: 1px solid var(--line); }
    .lane > * { position: absolute; white-space: nowrap; top: .1rem; border-left: 2px solid var(--line); padding-left: .2rem; line-height: 1.3rem; }
    .lane > :nth-child(even) { top: 1.5rem; } .lane em { color: var(--bad); }
    .lane > .late { transform: translateX(-100%); border-left: 0; border-right: 2px solid var(--line); padding: 0 .2rem 0 0; }
    .histogram { height: 7rem; } .histogram rect { fill: var(--heard); stroke: none; }
    .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .875rem; }
    .legend svg, .spark { vertical-align: middle; }
    .spark polyline { fill: none; stroke-width: 2; } .spark .tip { fill: var(--heard); }
    .marks { letter-spacing: .1em; }

    """)

  private static let narrow = HTML.verbatim(
    """
    @media (max-width: 56rem) {
      .ladder .wide { display: none; } .ladder .narrow { display: inline; }
    }
    @media (max-width: 40rem) {
      body { padding: .5rem .5rem 2rem; font-size: 15px; }
      h1 { font-size: 1.35rem; }
      .card, .top, footer { padding: .75rem; }
      .glance div, .checklist li, .transcript div { grid-template-columns: 1fr; padding: .35rem 0; }
      .ladder text { font-size: 11px; } .ladder .at { font-size: 10.5px; } .ladder .party { font-size: 12px; }
      .figures { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); }
      .overview .from, .overview th:last-child { display: none; } .overview th, .overview td { padding: .35rem .4rem; }
      .books th, .books td { padding: .25rem .3rem; } .books thead th:first-child { width: 29%; } .books tbody th { padding-left: 1.4rem; }
      .books .gap td { padding: 0 .3rem .4rem 1.4rem; }
      .latency th, .latency td { padding: .3rem .25rem; } .latency tbody th { font-weight: 400; }
      .frametable thead { display: none; }
      .frametable tr { display: block; border-bottom: 1px solid var(--line); padding: .35rem 0; }
      .frametable td { display: inline-block; border: 0; padding: 0 .4rem 0 0; text-align: left; }
      .frametable td.what { display: block; } .frametable tr:target { background: var(--target); } .frametable tr:target td { background: none; }
      .list { --row: 56; max-height: 26rem; }
      .virtual, .virtual tbody, .virtual .spacer, .virtual .spacer td { display: block; } .virtual thead { display: none; }
      .virtual tbody tr:not(.spacer) { display: grid; grid-template-columns: 3.4rem 7rem 1fr; align-content: center; height: 56px;
        border-bottom: 1px solid var(--line); }
      .virtual tbody tr:not(.spacer) td { padding: 0 .3rem; height: auto; line-height: 1.5rem; border: 0; font-size: .8rem; }
      .virtual tbody tr:not(.spacer) .what { grid-column: 1 / -1; padding-left: .6rem; }
      .plot { height: 12rem; } .lane { height: 4.6rem; font-size: .8rem; }
      .lane > :nth-child(3n+1) { top: .1rem; } .lane > :nth-child(3n+2) { top: 1.5rem; } .lane > :nth-child(3n) { top: 2.9rem; }
    }
    @media print {
      body { max-width: none; background: none; font-size: 11pt; }
      .card, .top, footer, .fix { border-color: #999; }
      .skip, .copy, .filter, .ways, .list, .detail { display: none !important; }
      h2, h3, h4 { break-after: avoid; } figure, .fix, tr, .chart { break-inside: avoid; }
      * { print-color-adjust: exact; }
    }

    """)
}
