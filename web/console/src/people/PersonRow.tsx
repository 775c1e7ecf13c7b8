import { Badge, Checkbox, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../api/people";
import { useRoles } from "../roles/useRoles";
import classes from "./people.module.css";
import { useChoices } from "./useChoices";

interface Props {
  person: Person;
  index: number;
  /** Distance from the top of the list, in pixels. */
  start: number;
  walk: (event: KeyboardEvent) => void;
  /** Undefined where nothing can be chosen. */
  chosen: boolean | undefined;
  toggle: () => void;
}

export function PersonRow({ person, index, start, walk, chosen, toggle }: Props) {
  const { t } = useTranslation();
  const { queueName, siteName } = useChoices();
  const { roleName } = useRoles();
  const queues = (person.queues ?? []).map((it) => queueName(it.queue)).join(", ");
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} className={`${classes.row} ${classes.item}`} style={{ transform: `translateY(${start}px)` }} data-testid="person-row" data-login={person.login}>
      {chosen !== undefined && (
        <div role="cell">
          <Checkbox size="xs" aria-label={t("people.bulk.choose", { name: person.name })} checked={chosen} onChange={toggle} data-testid="choose" />
        </div>
      )}
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
