// A table of the report as it stands, for whoever wants the figures behind a picture.
import type { Cell, Table } from "../state/report.ts";

const name = (key: string) => key.replaceAll("_", " ");

function shown(key: string, cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  if (Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) < 0.001 ? cell.toExponential(1) : cell.toFixed(/^p$|_p$/.test(key) ? 3 : 2);
}

export function TableView(props: { table: Table }) {
  const { rows, title, note } = props.table;
  const keys = Object.keys(rows[0] ?? {});
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={title}>
      <table class="figures">
        <caption class="sr">{title}</caption>
        <thead>
          <tr>
            {keys.map((key) => (
              <th key={key} scope="col">
                {name(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {keys.map((key) => (
                <td key={key} class={typeof row[key] === "number" ? "num" : ""}>
                  {shown(key, row[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {note && <p class="note">{note}</p>}
    </div>
  );
}
