/// The looks of a report's page; colours keep a contrast of 4.5 to 1 for text in both schemes.
enum ReportStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --back: #fff; --text: #1c2128; --soft: #59636e; --line: #d1d9e0; --box: #f6f8fa;
      --main: #0a5fc2; --part: #8fb8ea; --bad: #b3261e; --warn-back: #fff4d6; --warn-line: #b88700;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --back: #11151a; --text: #e6eaef; --soft: #9aa5b1; --line: #343c46; --box: #1a2028;
        --main: #6cb0ff; --part: #2c5d97; --bad: #ff8a80; --warn-back: #2e2506; --warn-line: #c79a1b;
      }
    }
    * { box-sizing: border-box }
    body { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 }
    header, main, footer { margin: 0 auto; max-width: 72rem; padding: 0 1rem }
    h1 { font-size: 1.8rem; line-height: 1.2; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem }
    h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere }
    a { color: var(--main) }
    p { margin: .5rem 0; max-width: 50rem }
    .soft, caption, .chart text { color: var(--soft); fill: var(--soft) }
    .skip { left: -99rem; position: absolute }
    .skip:focus { background: var(--back); left: .5rem; padding: .5rem; top: .5rem; z-index: 1 }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0 }
    .tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); margin: 1rem 0 }
    .tiles div { background: var(--box); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem }
    .tiles dt { color: var(--soft); font-size: .85rem }
    .tiles dd { font-size: 1.35rem; font-weight: 600; margin: 0; overflow-wrap: anywhere }
    .warning { background: var(--warn-back); border-left: .3rem solid var(--warn-line); margin: 1rem 0; padding: .5rem 1rem }
    .warning ul { margin: .25rem 0; padding-left: 1.2rem }
    .scroll { overflow-x: auto }
    .scroll:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, a:focus-visible {
      outline: 2px solid var(--main); outline-offset: 2px }
    .chart { display: block; height: auto; min-width: 44rem; width: 100% }
    .chart text { font: 13px system-ui, sans-serif }
    .grid { fill: none; stroke: var(--line); stroke-width: .6 }
    .lane { fill: none; stroke: var(--line); stroke-width: 2 }
    .mark { fill: var(--main); fill-opacity: .75; stroke: var(--back); stroke-width: .8 }
    .mark.ring { fill: var(--back); stroke: var(--main); stroke-width: 1.5 }
    .mark.yanked { fill: none; stroke: var(--bad); stroke-width: 2 }
    .stroke { fill: none; stroke: var(--main); stroke-opacity: .7; stroke-width: 1.2 }
    .stroke.soft { stroke: var(--soft); stroke-opacity: .8 }
    .mark.back { fill: var(--bad); fill-opacity: 1 }
    .step { fill: none; stroke: var(--main); stroke-width: 1.6 }
    .bound { fill: none; stroke: var(--main); stroke-dasharray: 2 2; stroke-width: 1.2 }
    .bar { fill: var(--main) }
    .bar.part { fill: var(--part); stroke: var(--main); stroke-width: .8 }
    .key { display: flex; flex-wrap: wrap; font-size: .85rem; gap: .2rem 1rem; list-style: none; margin: .25rem 0; padding: 0 }
    .key svg { height: .9em; vertical-align: -.1em; width: .9em }
    table { border-collapse: collapse; font-size: .92rem; width: 100% }
    caption { font-size: .85rem; padding: .25rem 0; text-align: left }
    th, td { border-bottom: 1px solid var(--line); padding: .35rem .7rem .35rem 0; text-align: left; vertical-align: top }
    td { overflow-wrap: break-word }
    th { white-space: nowrap }
    .n { font-variant-numeric: tabular-nums; text-align: right }
    .t { font-variant-numeric: tabular-nums; white-space: nowrap }
    .w { min-width: 16rem }
    .p { min-width: 9rem }
    .later { display: none }
    .selection { background: var(--warn-back); border-left: .3rem solid var(--warn-line); overflow-wrap: anywhere; padding: .5rem 1rem }
    th button { background: none; border: 0; color: inherit; cursor: pointer; font: inherit; font-weight: 600; padding: 0 }
    th button::after { content: " \\2195"; color: var(--soft) }
    th[aria-sort="ascending"] button::after { content: " \\2191" }
    th[aria-sort="descending"] button::after { content: " \\2193" }
    .tools { align-items: center; display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin: .5rem 0 }
    .tools input, .tools button, .more { background: var(--box); border: 1px solid var(--line); border-radius: .3rem; color: inherit; font: inherit; padding: .25rem .6rem }
    .more { cursor: pointer; margin: .5rem 0 }
    .tag { border: 1px solid currentColor; border-radius: .3rem; font-size: .8rem; padding: 0 .3rem; white-space: nowrap }
    .bad { color: var(--bad) }
    code { font-size: .9em; overflow-wrap: anywhere }
    summary { cursor: pointer; font-weight: 600; padding: .3rem 0 }
    footer { border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; margin-top: 3rem; padding-bottom: 2rem }
    @media print {
      :root {
        --back: #fff; --text: #000; --soft: #444; --line: #bbb; --box: #fff;
        --main: #0a5fc2; --part: #8fb8ea; --bad: #b3261e; --warn-back: #fff; --warn-line: #000;
      }
      nav, .tools label, .more, .skip { display: none }
      body { font-size: 10pt }
      tr.later { display: table-row }
      .tools .part { display: none }
      .scroll { overflow: visible }
      .chart { min-width: 0 }
      h2, h3, .tools, caption { break-after: avoid }
      thead { break-inside: avoid; display: table-header-group }
      tr, .chart, .tiles div { break-inside: avoid }
      th button::after { content: "" }
    }

    """
}
