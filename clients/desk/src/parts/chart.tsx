// A picture that the server drew, with the table behind it. The picture's own style is adopted by the
// document, since the page's policy lets nothing bring styles along.
import { useEffect, useRef } from "preact/hooks";
import type { Table } from "../state/report.ts";
import { words } from "../words/words.ts";
import { TableView } from "./table-view.tsx";

const adopted = new Set<string>();

function adopt(style: string): void {
  if (adopted.has(style)) return;
  adopted.add(style);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}

// Without its style and its greatest width, which the parser would refuse; both come back by script.
function picture(svg: string): Element {
  const bare = svg.replace(/<style>([\s\S]*?)<\/style>/g, (_, style: string) => {
    adopt(style);
    return "";
  });
  const width = / style="max-width:([\d.]+px)"/.exec(bare);
  const parsed = new DOMParser().parseFromString(bare.replace(width?.[0] ?? "", ""), "image/svg+xml");
  const root = document.importNode(parsed.documentElement, true);
  if (width?.[1] !== undefined && root instanceof SVGElement) root.style.maxWidth = width[1];
  return root;
}

export function Chart(props: { svg: string | undefined; table: Table | undefined; wide?: boolean }) {
  const holder = useRef<HTMLDivElement>(null);
  const { svg } = props;
  useEffect(() => {
    if (svg !== undefined) holder.current?.replaceChildren(picture(svg));
  }, [svg]);
  if (svg === undefined) return <p class="note">{words.value.noChart}</p>;
  return (
    <>
      <div class={props.wide ? "picture wide" : "picture"} ref={holder} tabIndex={props.wide ? 0 : undefined} />
      {props.table && props.table.rows.length > 0 && (
        <details class="behind">
          <summary>{words.value.table}</summary>
          <TableView table={props.table} />
        </details>
      )}
    </>
  );
}
