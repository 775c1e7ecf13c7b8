import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { changePerson, peopleKey, personQuery, type Person, type PersonChange } from "../api/people";
import { ProblemError } from "../api/problem";
import { ConflictPanel } from "./ConflictPanel";
import { changed, rebase } from "../forms/draft";
import { ProblemAlert } from "../forms/ProblemAlert";
import { faults, fieldsOf, wire, type PersonFields } from "./fields";
import classes from "./fields.module.css";
import { PersonForm } from "./PersonForm";

interface Editing {
  revision: number;
  base: PersonFields;
  mine: PersonFields;
  /** What others changed while this was typed, to be decided. */
  conflicts: (keyof PersonFields)[];
}

const begin = (person: Person): Editing => ({ revision: person.revision, base: fieldsOf(person), mine: fieldsOf(person), conflicts: [] });

/** What was typed stands on what the server has now; nothing typed is lost, and what only others changed is taken over. */
function carryOver(editing: Editing, person: Person): Editing {
  const theirs = fieldsOf(person);
  const { mine, conflicts } = rebase(editing.base, editing.mine, theirs);
  return { revision: person.revision, base: theirs, mine, conflicts };
}

/** The form of a person who exists: only what was changed is sent, and only onto the revision it was changed from. */
export function PersonEditor({ person, readOnly }: { person: Person; readOnly: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(() => begin(person));
  const change = changed(editing.base, editing.mine);
  const count = Object.keys(change).length;
  // While nothing is typed the form follows the server.
  if (person.revision > editing.revision) setEditing(carryOver(editing, person));
  const wrong = faults(editing.mine);
  const saving = useMutation({
    mutationFn: () => changePerson(person.id, editing.revision, wire(change) as PersonChange),
    onSuccess: (saved) => {
      setEditing(begin(saved));
      queries.setQueryData(personQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: peopleKey });
    },
    onError: (error) => (changedMeanwhile(error) ? queries.invalidateQueries({ queryKey: peopleKey }) : undefined),
  });
  const save = (): void => {
    if (count > 0 && Object.keys(wrong).length === 0 && !saving.isPending) saving.mutate();
  };
  useHotkeys([["mod+S", save]], []);
  useBlocker({ shouldBlockFn: () => !globalThis.confirm(t("form.leave")), enableBeforeUnload: () => count > 0, disabled: count === 0 });
  return (
    <form
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="lg">
        {readOnly && (
          <Alert variant="light" color="gray" icon={<IconLock />}>
            {t("people.readOnly")}
          </Alert>
        )}
        <PersonForm fields={editing.mine} faults={wrong} readOnly={readOnly} set={(part) => setEditing({ ...editing, mine: { ...editing.mine, ...part } })} />
        <div className={count > 0 ? classes.savebar : undefined}>
          <Stack gap="sm">
            {saving.isError && !changedMeanwhile(saving.error) && <ProblemAlert error={saving.error} />}
            {editing.conflicts.length > 0 && (
              <ConflictPanel
                conflicts={editing.conflicts}
                theirs={editing.base}
                mine={editing.mine}
                keepMine={(name) => setEditing({ ...editing, conflicts: editing.conflicts.filter((it) => it !== name) })}
                takeTheirs={(name) => setEditing({ ...editing, mine: { ...editing.mine, [name]: editing.base[name] }, conflicts: editing.conflicts.filter((it) => it !== name) })}
              />
            )}
            {saving.isError && changedMeanwhile(saving.error) && editing.conflicts.length === 0 && count > 0 && (
              <Alert color="yellow" variant="light" role="status" data-testid="joined">
                {t("form.joined")}
              </Alert>
            )}
            {count > 0 && (
              <Group data-testid="savebar">
                <Button type="submit" loading={saving.isPending} disabled={Object.keys(wrong).length > 0 || editing.conflicts.length > 0} data-testid="save">
                  {t("form.save")}
                </Button>
                <Button variant="default" onClick={() => setEditing(begin(person))} data-testid="discard">
                  {t("form.discard")}
                </Button>
                <Text size="sm" c="dimmed">
                  {t("form.changes", { count })}
                </Text>
              </Group>
            )}
          </Stack>
        </div>
        {saving.isSuccess && count === 0 && (
          <Text size="sm" c="teal" role="status" data-testid="saved">
            {t("form.saved")}
          </Text>
        )}
      </Stack>
    </form>
  );
}

const changedMeanwhile = (error: Error): boolean => error instanceof ProblemError && error.status === 412;
