namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// What makes the page prettier. Nothing depends on it: a server may forbid it, as Jenkins does. It has no <c>&lt;</c>,
/// <c>&gt;</c> or <c>&amp;</c>, which XML and HTML would read differently here.
/// </summary>
internal static class ReportStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """

        :root{color-scheme:light dark;--page:#ffffff;--text:#1b2026;--quiet:#57606a;--line:#d5dae0;--card:#f5f7f9;
        --link:#1f5f91;--note:#fff6e0;--note-line:#c98a1b}
        @media (prefers-color-scheme:dark){:root{--page:#12161b;--text:#e4e8ec;--quiet:#9aa4af;--line:#303841;
        --card:#1a2027;--link:#79b4e3;--note:#2b2413;--note-line:#b98022}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1060px;padding:36px 28px 56px;background:var(--page);color:var(--text);
        font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        h1{font-size:30px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:22px;line-height:1.3;margin:52px 0 12px;padding-top:14px;border-top:1px solid var(--line)}
        main section:first-child h2{margin-top:30px}
        article section h3,h3{font-size:17px;margin:32px 0 8px}
        h4{font-size:15px;margin:26px 0 6px}
        p{margin:0 0 12px;max-width:75ch}
        .made,footer,figcaption,dd{color:var(--quiet)}
        nav{margin:22px 0 0}
        nav ul{display:flex;flex-wrap:wrap;gap:6px 22px;margin:0;padding:0;list-style:none}
        a{color:var(--link)}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:16px 0 24px}
        .cards div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
        dt{font-size:13px;color:var(--quiet)}
        dd{margin:0;font-size:13px;line-height:1.4}
        dd.value{font-size:25px;font-weight:600;line-height:1.3;color:var(--text);font-variant-numeric:tabular-nums}
        figure{margin:18px 0 22px}
        svg{display:block;width:100%;height:auto}
        figcaption{font-size:13px;margin-top:8px;max-width:90ch}
        .table{overflow-x:auto;margin:0 0 20px}
        table{border-collapse:collapse;border:0;width:100%;font-size:13.5px;line-height:1.4}
        caption{text-align:left;font-weight:600;padding:0 0 6px}
        th,td{border:0;border-bottom:1px solid var(--line);padding:6px 10px;text-align:left;vertical-align:top;
        overflow-wrap:break-word}
        tbody th.id{font:13px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
        white-space:nowrap}
        th:first-child{padding-left:2px}
        thead th{color:var(--quiet);font-weight:600;border-bottom:2px solid var(--line);overflow-wrap:normal}
        tbody th,tfoot th{font-weight:400}
        tfoot th,tfoot td{font-weight:600;border-bottom:0;border-top:1px solid var(--line)}
        .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        .warning{background:var(--note);border-left:4px solid var(--note-line);padding:10px 14px;border-radius:4px;
        max-width:none}
        footer{margin-top:48px;padding-top:14px;border-top:1px solid var(--line);font-size:13px}
        @media print{:root{--page:#ffffff;--text:#000000;--quiet:#444444;--line:#bbbbbb;--card:#ffffff;--note:#ffffff}
        body{max-width:none;padding:0;font-size:10pt}nav{display:none}h2,h3,h4,caption{break-after:avoid}
        figure,tr,.cards div,.warning{break-inside:avoid}thead{display:table-header-group}
        tfoot{display:table-row-group}.table{overflow:visible}th,td{overflow-wrap:anywhere}
        svg,.warning{-webkit-print-color-adjust:exact;print-color-adjust:exact}}

        """;
}
