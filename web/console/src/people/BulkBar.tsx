import { Alert, Button, Group, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../api/people";
import { BulkDialog } from "./BulkDialog";

const MOST = 2000;

interface Props {
  chosen: ReadonlySet<string>;
  people: readonly Person[];
  choose: (ids: ReadonlySet<string>) => void;
}

/** What can be done with those who are ticked. */
export function BulkBar({ chosen, people, choose }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<number>();
  if (chosen.size === 0) {
    return done === undefined ? null : (
      <Text size="sm" role="status" data-testid="bulk-done">
        {t("people.bulk.done", { count: done })}
      </Text>
    );
  }
  const tooMany = chosen.size > MOST;
  return (
    <Group gap="sm" data-testid="bulk-bar">
      <Text size="sm" fw={600}>
        {t("people.bulk.chosen", { count: chosen.size })}
      </Text>
      <Button size="compact-md" leftSection={<IconPencil size={16} />} disabled={tooMany} onClick={() => setOpen(true)} data-testid="bulk-change">
        {t("people.bulk.change")}
      </Button>
      <Button size="compact-md" variant="subtle" onClick={() => choose(new Set())}>
        {t("people.bulk.none")}
      </Button>
      {tooMany && <Alert color="yellow">{t("people.bulk.tooMany", { count: MOST })}</Alert>}
      {open && (
        <BulkDialog
          ids={[...chosen]}
          names={people.filter((it) => chosen.has(it.id)).map((it) => it.name)}
          close={() => setOpen(false)}
          done={(count) => {
            setOpen(false);
            setDone(count);
            choose(new Set());
          }}
        />
      )}
    </Group>
  );
}
