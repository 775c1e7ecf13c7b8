import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { UseMutationResult } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { ConflictPanel } from "./ConflictPanel";
import classes from "./forms.module.css";
import { ProblemAlert } from "./ProblemAlert";
import type { Editing } from "./useEditing";

interface Props<T extends object, Saved> {
  editing: Editing<T>;
  saving: UseMutationResult<Saved, Error, void>;
  /** Something that was typed is against the rules. */
  wrong: boolean;
  label: (name: keyof T) => string;
  /** A field's value as one line. */
  told: (name: keyof T, fields: T) => string;
}

/** Stays in sight while something is changed and not saved; asks before the page is left. */
export function SaveBar<T extends object, Saved>({ editing, saving, wrong, label, told }: Props<T, Saved>) {
  const { t } = useTranslation();
  const count = Object.keys(editing.change).length;
  const blocked = count === 0 || wrong || editing.conflicts.length > 0;
  useHotkeys([["mod+S", () => blocked || saving.isPending || saving.mutate()]], []);
  useBlocker({ shouldBlockFn: () => !globalThis.confirm(t("form.leave")), enableBeforeUnload: () => count > 0, disabled: count === 0 });
  return (
    <div className={count > 0 ? classes.savebar : undefined}>
      <Stack gap="sm">
        {saving.isError && !changedMeanwhile(saving.error) && <ProblemAlert error={saving.error} />}
        {editing.conflicts.length > 0 && (
          <ConflictPanel conflicts={editing.conflicts} label={label} theirs={(name) => told(name, editing.base)} mine={(name) => told(name, editing.mine)} keepMine={editing.keepMine} takeTheirs={editing.takeTheirs} />
        )}
        {editing.joined && editing.conflicts.length === 0 && count > 0 && (
          <Alert color="yellow" variant="light" role="status" data-testid="joined">
            {t("form.joined")}
          </Alert>
        )}
        {count > 0 && (
          <Group data-testid="savebar">
            <Button type="submit" loading={saving.isPending} disabled={blocked} data-testid="save">
              {t("form.save")}
            </Button>
            <Button variant="default" onClick={editing.discard} data-testid="discard">
              {t("form.discard")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("form.changes", { count })}
            </Text>
          </Group>
        )}
        {saving.isSuccess && count === 0 && (
          <Text size="sm" role="status" data-testid="saved">
            {t("form.saved")}
          </Text>
        )}
      </Stack>
    </div>
  );
}

/** Somebody else was quicker: no mistake, and nothing typed is lost. */
export const changedMeanwhile = (error: Error): boolean => error instanceof ProblemError && error.status === 412;
