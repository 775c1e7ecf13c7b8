import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./people.module.css";
import { peopleSearch, sorts } from "./search";

/** A column's head; a click sorts by it, another the other way round. */
export function SortHeader({ column, className }: { column: string; className: string | undefined }) {
  const { t } = useTranslation();
  const search = useSearch({ from: "/signed-in/admin/people" });
  const navigate = useNavigate();
  const sort = sorts.find((it) => it === column);
  const label = t(`people.field.${column}`);
  if (sort === undefined) {
    return (
      <div role="columnheader" className={className}>
        {label}
      </div>
    );
  }
  const here = search.sort === sort;
  const down = here && search.descending === true;
  const turn = (): void => void navigate({ to: "/admin/people", search: peopleSearch({ ...search, sort, descending: here && !down }), replace: true });
  return (
    <div role="columnheader" className={className} aria-sort={here ? (down ? "descending" : "ascending") : "none"}>
      <UnstyledButton className={classes.sort ?? ""} onClick={turn} data-testid={`sort-${column}`}>
        {label}
        {here && (down ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />)}
      </UnstyledButton>
    </div>
  );
}
