import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../api/people";
import classes from "./people.module.css";
import { PersonRow } from "./PersonRow";
import { SortHeader } from "./SortHeader";

const ROW_HEIGHT = 52;
/** Rows that are still to come when the next page is asked for. */
const AHEAD = 60;
const columns = ["name", "role", "team", "site", "queues", "active"] as const;
const shownOnPhones = new Set<string>(["name", "role"]);

export interface Selection {
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}

interface Props {
  people: readonly Person[];
  /** How many there are, loaded or not. */
  total: number;
  /** Called when the end of what is loaded comes near. */
  more: () => void;
  selection?: Selection | undefined;
}

/** Only the rows in sight are drawn. Arrow keys go from row to row, Home and End to the ends of what is loaded. */
export function PeopleTable({ people, total, more, selection }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: people.length, getScrollElement: () => box.current, estimateSize: () => ROW_HEIGHT, overscan: 12, initialRect: { width: 1000, height: 800 } });
  const items = rows.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) > people.length - AHEAD;
  useEffect(() => {
    if (nearEnd) more();
  });

  const walk = (event: KeyboardEvent, at: number): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: people.length - 1 }[event.key];
    if (to === undefined || !(to >= 0 && to < people.length)) return;
    event.preventDefault();
    rows.scrollToIndex(to);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${to}"] a`)?.focus({ preventScroll: true }));
  };
  const toggle = ({ id }: Person): void => {
    if (selection === undefined) return;
    const next = new Set(selection.chosen);
    if (!next.delete(id)) next.add(id);
    selection.choose(next);
  };
  const all = people.length > 0 && people.every((it) => selection?.chosen.has(it.id));

  return (
    <div ref={box} className={classes.table} role="table" aria-label={t("people.title")} aria-rowcount={total + 1} data-selects={selection !== undefined} data-testid="people">
      <div role="rowgroup" className={classes.top}>
        <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.head}`}>
          {selection !== undefined && (
            <div role="columnheader">
              <Checkbox size="xs" aria-label={t("people.bulk.all")} checked={all} indeterminate={!all && selection.chosen.size > 0} onChange={() => selection.choose(new Set(all ? [] : people.map((it) => it.id)))} data-testid="choose-all" />
            </div>
          )}
          {columns.map((column) => (
            <SortHeader key={column} column={column} className={shownOnPhones.has(column) ? undefined : classes.wide} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
        {items.map((it) => {
          const person = people[it.index];
          return (
            person !== undefined && (
              <PersonRow key={person.id} person={person} index={it.index} start={it.start} walk={(event) => walk(event, it.index)} chosen={selection?.chosen.has(person.id)} toggle={() => toggle(person)} />
            )
          );
        })}
      </div>
    </div>
  );
}
