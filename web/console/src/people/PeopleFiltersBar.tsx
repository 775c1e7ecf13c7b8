import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoles } from "../roles/useRoles";
import { peopleSearch, type PeopleSearch } from "./search";
import { useChoices } from "./useChoices";

const PAUSE_MS = 200;
const states = [
  { value: "yes", label: "people.active" },
  { value: "no", label: "people.inactive" },
] as const;

/** Every choice goes to the address, so that a narrowed list can be kept and shared. */
export function PeopleFiltersBar() {
  const { t } = useTranslation();
  const filters = useSearch({ from: "/signed-in/admin/people" });
  const navigate = useNavigate();
  const choices = useChoices();
  const { roles, roleName } = useRoles();
  const narrow = (change: Partial<Record<keyof PeopleSearch, string>>): void =>
    void navigate({ to: "/admin/people", search: (before) => peopleSearch({ ...before, ...change }), replace: true });
  const select = (name: Exclude<keyof PeopleSearch, "q" | "sort" | "descending">, options: readonly { value: string; label: string }[]) => (
    <NativeSelect
      w="9.5rem"
      label={t(`people.field.${name}`)}
      value={filters[name] ?? ""}
      onChange={(event) => narrow({ [name]: event.currentTarget.value })}
      data={[{ value: "", label: t("calls.filter.all") }, ...options]}
      data-testid={`filter-${name}`}
    />
  );
  const plainChoices = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <Group align="flex-end" gap="sm" mb="sm" role="search" aria-label={t("calls.filter.title")}>
      <Search value={filters.q ?? ""} search={(q) => narrow({ q })} />
      {select("role", roles.map((role) => ({ value: role, label: roleName(role) })))}
      {select("team", plainChoices(choices.teams))}
      {select("site", choices.sites)}
      {select("queue", choices.queues)}
      {select("skill", choices.skills)}
      {select("active", states.map((it) => ({ value: it.value, label: t(it.label) })))}
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" leftSection={<IconX size={16} />} onClick={() => void navigate({ to: "/admin/people", search: {} })} data-testid="filter-clear">
          {t("calls.filter.clear")}
        </Button>
      )}
    </Group>
  );
}

/** Looks a moment after the last key. `value` comes back from the address: also when it was changed there. */
function Search({ value, search }: { value: string; search: (q: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState({ typed: value, asked: value });
  if (text.asked !== value) setText({ typed: value, asked: value });
  const later = useDebouncedCallback((typed: string) => {
    setText({ typed, asked: typed.trim() });
    search(typed.trim());
  }, PAUSE_MS);
  return (
    <TextInput
      type="search"
      w="15rem"
      label={t("people.search")}
      placeholder={t("people.searchHint")}
      leftSection={<IconSearch size={16} />}
      value={text.typed}
      onChange={(event) => {
        setText({ ...text, typed: event.currentTarget.value });
        later(event.currentTarget.value);
      }}
      data-testid="people-search"
    />
  );
}
