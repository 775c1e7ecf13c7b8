import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallFilters } from "../api/calls";
import { referenceQuery } from "../api/reference";
import { callsSearch, outcomes } from "./search";

const NUMBER_MIN = 3;

/** What narrows the list. Every choice goes to the address at once, so that it can be kept and shared. */
export function CallFiltersBar() {
  const { t } = useTranslation();
  const filters = useSearch({ from: "/signed-in/calls" });
  const navigate = useNavigate();
  const { data } = useQuery(referenceQuery);
  const narrow = (change: Partial<Record<keyof CallFilters, string>>): void =>
    void navigate({ to: "/calls", search: callsSearch({ ...filters, ...change }) });
  const choices = (label: string, options: { value: string; label: string }[]) => [{ value: "", label }, ...options];
  const select = (name: "queue" | "agent" | "entry" | "outcome", options: { value: string; label: string }[]) => (
    <NativeSelect
      w="9.25rem"
      label={t(`calls.filter.${name}`)}
      value={filters[name] ?? ""}
      onChange={(event) => narrow({ [name]: event.currentTarget.value })}
      data={choices(t("calls.filter.all"), options)}
      data-testid={`filter-${name}`}
    />
  );
  const day = (name: "from" | "to") => (
    <TextInput type="date" w="9.25rem" label={t(`calls.filter.${name}`)} value={filters[name] ?? ""} onChange={(event) => narrow({ [name]: event.currentTarget.value })} data-testid={`filter-${name}`} />
  );
  const names = (list: { name: string; displayName: string }[] | undefined) => (list ?? []).map((it) => ({ value: it.name, label: it.displayName }));
  return (
    <Group align="flex-end" gap="sm" mb="md" role="search" aria-label={t("calls.filter.title")}>
      {select("outcome", outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })))}
      {select("queue", names(data?.queues))}
      {select("agent", (data?.agents ?? []).map((it) => ({ value: it.id, label: it.name })))}
      {select("entry", names(data?.entries))}
      {day("from")}
      {day("to")}
      <NumberSearch key={filters.q ?? ""} value={filters.q ?? ""} search={(q) => narrow({ q })} />
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" leftSection={<IconX size={16} />} onClick={() => void navigate({ to: "/calls", search: {} })} data-testid="filter-clear">
          {t("calls.filter.clear")}
        </Button>
      )}
    </Group>
  );
}

function NumberSearch({ value, search }: { value: string; search: (number: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const trimmed = typed.trim();
  const short = trimmed !== "" && trimmed.length < NUMBER_MIN;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!short) search(trimmed);
      }}
    >
      <TextInput
        type="search"
        w="11rem"
        label={t("calls.filter.number")}
        leftSection={<IconSearch size={16} />}
        error={short ? t("calls.filter.numberShort") : undefined}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-testid="filter-number"
      />
    </form>
  );
}
