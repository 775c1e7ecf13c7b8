import { Badge, Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Link } from "@tanstack/react-router";
import { useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../api/people";
import { useRoles } from "../roles/useRoles";
import classes from "./people.module.css";
import { useChoices } from "./useChoices";

const ROW_HEIGHT = 52;
const columns = ["name", "role", "team", "site", "queues", "active"] as const;
const shownOnPhones = new Set<string>(["name", "role"]);

/** As many rows as there are people, of which only those in sight are drawn. Arrow keys go from row to row, Home and End to the ends. */
export function PeopleTable({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: people.length, getScrollElement: () => box.current, estimateSize: () => ROW_HEIGHT, overscan: 12, initialRect: { width: 1000, height: 800 } });

  const walk = (event: KeyboardEvent, at: number): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: people.length - 1 }[event.key];
    if (to === undefined || !(to >= 0 && to < people.length)) return;
    event.preventDefault();
    rows.scrollToIndex(to);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${to}"] a`)?.focus({ preventScroll: true }));
  };

  return (
    <div ref={box} className={classes.table} role="table" aria-label={t("people.title")} aria-rowcount={people.length + 1} data-testid="people">
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.head}`}>
          {columns.map((column) => (
            <div key={column} role="columnheader" className={shownOnPhones.has(column) ? undefined : classes.wide}>
              {t(`people.field.${column}`)}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((it) => {
          const person = people[it.index];
          return person === undefined ? null : <Row key={person.id} person={person} index={it.index} start={it.start} walk={(event) => walk(event, it.index)} />;
        })}
      </div>
    </div>
  );
}

function Row({ person, index, start, walk }: { person: Person; index: number; start: number; walk: (event: KeyboardEvent) => void }) {
  const { t } = useTranslation();
  const { queueName, siteName } = useChoices();
  const { roleName } = useRoles();
  const queues = (person.queues ?? []).map((it) => queueName(it.queue)).join(", ");
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} className={`${classes.row} ${classes.item}`} style={{ transform: `translateY(${start}px)` }} data-testid="person-row" data-login={person.login}>
      <div role="cell" className={classes.cell}>
        <Link to="/admin/people/$person" params={{ person: person.id }} className={classes.link ?? ""} onKeyDown={walk}>
          {person.name}
        </Link>
        <Text size="xs" c="dimmed" px="0.2rem" truncate>
          {person.login}
        </Text>
      </div>
      <div role="cell" className={classes.cell}>
        {roleName(person.role)}
      </div>
      <div role="cell" className={`${classes.cell} ${classes.wide}`}>
        {person.team}
      </div>
      <div role="cell" className={`${classes.cell} ${classes.wide}`}>
        {siteName(person.site)}
      </div>
      <div role="cell" className={`${classes.cell} ${classes.wide}`} title={queues}>
        {queues}
      </div>
      <div role="cell" className={classes.wide}>
        <Badge variant="light" color={person.active ? "teal" : "gray"}>
          {t(person.active ? "people.active" : "people.inactive")}
        </Badge>
      </div>
    </div>
  );
}
