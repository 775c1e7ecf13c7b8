import { Button, Center, Group, Loader, Paper, Table, Text, TextInput, Title } from "@mantine/core";
import { IconDownload, IconSearch, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { auditQuery, exportPath, type AuditFilters } from "../api/audit";
import { ForbiddenPage, ProblemPage } from "../app/ProblemPage";
import { useMay, useSession } from "../app/useSession";
import { dayStart } from "../calls/zone";
import { AuditRow } from "./AuditRow";
import { auditSearch, type AuditSearch } from "./search";

const columns = ["at", "actor", "action", "object", "why"] as const;
const trails = ["platform", "tenant"] as const;
const formats = [
  { format: "csv", label: "audit.exportCsv" },
  { format: "jsonl", label: "audit.exportJsonl" },
] as const;

/** Who did what, both trails of the tenant as one. */
export function AuditPage() {
  const { t } = useTranslation();
  const { timeZone } = useSession().tenant;
  const { from, to, q } = useSearch({ from: "/signed-in/admin/audit" });
  if (!useMay()("audit.read")) return <ForbiddenPage />;
  const filters: AuditFilters = {
    ...(from === undefined ? {} : { from: dayStart(from, timeZone) }),
    ...(to === undefined ? {} : { to: dayStart(to, timeZone, 1) }),
    ...(q === undefined ? {} : { q }),
  };
  return (
    <>
      <Title order={1} size="h3">
        {t("audit.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t("audit.lead")}
      </Text>
      <Filters />
      <Exports filters={filters} />
      <Events filters={filters} />
    </>
  );
}

function Filters() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/signed-in/admin/audit" });
  const navigate = useNavigate();
  const [words, setWords] = useState(search.q ?? "");
  const narrow = (change: Partial<Record<keyof AuditSearch, string>>): void => void navigate({ to: "/admin/audit", search: auditSearch({ ...search, ...change }), replace: true });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    narrow({ q: words.trim() });
  };
  return (
    <Group align="flex-end" gap="sm" mb="sm" role="search" aria-label={t("calls.filter.title")}>
      <form onSubmit={submit}>
        <TextInput type="search" w="15rem" label={t("audit.words")} leftSection={<IconSearch size={16} />} value={words} onChange={(event) => setWords(event.currentTarget.value)} onBlur={() => words.trim() !== (search.q ?? "") && narrow({ q: words.trim() })} data-testid="audit-words" />
      </form>
      <TextInput type="date" w="9.25rem" label={t("audit.from")} value={search.from ?? ""} onChange={(event) => narrow({ from: event.currentTarget.value })} data-testid="audit-from" />
      <TextInput type="date" w="9.25rem" label={t("audit.to")} value={search.to ?? ""} onChange={(event) => narrow({ to: event.currentTarget.value })} data-testid="audit-to" />
      {Object.keys(search).length > 0 && (
        <Button
          variant="subtle"
          leftSection={<IconX size={16} />}
          onClick={() => {
            setWords("");
            void navigate({ to: "/admin/audit", search: {} });
          }}
        >
          {t("calls.filter.clear")}
        </Button>
      )}
    </Group>
  );
}

function Exports({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" mb="sm">
      {trails.flatMap((trail) =>
        formats.map(({ format, label }) => (
          <Button key={`${trail} ${format}`} size="compact-sm" variant="default" component="a" href={exportPath(trail, format, filters)} download leftSection={<IconDownload size={14} />} data-testid={`export-${trail}-${format}`}>
            {t(label)} – {t(`audit.chain.${trail}`)}
          </Button>
        )),
      )}
    </Group>
  );
}

function Events({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(auditQuery(filters));
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const events = data.pages.flatMap((page) => page.items);
  if (events.length === 0) {
    return (
      <Paper withBorder p="xl" ta="center">
        <Text c="dimmed">{t("audit.none")}</Text>
      </Paper>
    );
  }
  return (
    <>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={800}>
          <Table verticalSpacing="xs" data-testid="audit">
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{t(`audit.column.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {events.map((it) => (
                <AuditRow key={`${it.chain} ${it.seq}`} event={it} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="more">
            {t("audit.more")}
          </Button>
        </Group>
      )}
    </>
  );
}
