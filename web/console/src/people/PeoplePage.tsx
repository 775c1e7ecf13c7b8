import { Button, Center, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconFileImport, IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exportPath, peopleQuery } from "../api/people";
import { ForbiddenPage, ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { BulkBar } from "./BulkBar";
import { PeopleFiltersBar } from "./PeopleFiltersBar";
import { PeopleTable } from "./PeopleTable";
import { asked } from "./search";

/** Everyone the reader may see, narrowed by what stands in the address. */
export function PeoplePage() {
  const { t } = useTranslation();
  const may = useMay();
  const filters = useSearch({ from: "/signed-in/admin/people" });
  if (!may("people.read")) return <ForbiddenPage />;
  const [manages, exports] = [may("people.manage"), may("people.export")];
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h3">
          {t("people.title")}
        </Title>
        <Group gap="xs">
          {exports && (
            <Button variant="default" component="a" href={exportPath(asked(filters))} download="people.csv" leftSection={<IconDownload size={16} />} data-testid="export-people">
              {t("people.export")}
            </Button>
          )}
          {manages && (
            <Button variant="default" leftSection={<IconFileImport size={16} />} renderRoot={(props) => <Link {...props} to="/admin/people/import" />} data-testid="import-people">
              {t("people.import")}
            </Button>
          )}
          {manages && (
            <Button leftSection={<IconUserPlus size={16} />} renderRoot={(props) => <Link {...props} to="/admin/people/new" />} data-testid="add-person">
              {t("people.add")}
            </Button>
          )}
        </Group>
      </Group>
      <PeopleFiltersBar />
      <Found />
    </>
  );
}

function Found() {
  const { t } = useTranslation();
  const filters = useSearch({ from: "/signed-in/admin/people" });
  const writes = useMay()("people.write");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(peopleQuery(asked(filters), filters.sort ?? "login", filters.descending ?? false));
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const people = data.pages.flatMap((page) => page.items);
  const total = data.pages[0]?.total ?? 0;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed" role="status" data-testid="people-count">
        {t("people.count", { count: total })}
      </Text>
      {writes && <BulkBar chosen={chosen} people={people} choose={setChosen} />}
      {people.length > 0 && (
        <PeopleTable people={people} total={total} more={() => hasNextPage && !isFetchingNextPage && void fetchNextPage()} selection={writes ? { chosen, choose: setChosen } : undefined} />
      )}
    </Stack>
  );
}
