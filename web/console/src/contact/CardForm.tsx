import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../api/types";
import { ProblemAlert } from "../forms/ProblemAlert";

const lines = ["name", "company", "email"] as const;
const MAX = { name: 120, company: 120, email: 254, note: 2000 };

/** A card to fill in. What the server refuses is told and stays as it was typed. */
export function CardForm({ card, save, cancel }: { card: Card; save: (card: Card) => Promise<void>; cancel: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(card);
  const [numbers, setNumbers] = useState(card.numbers.join(", "));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await save({ ...draft, numbers: numbers.split(",").map((it) => it.trim()).filter((it) => it !== "") });
    } catch (refusal) {
      setError(refusal as Error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} data-testid="contact-form">
      <Stack gap="sm">
        {lines.map((name) => (
          <TextInput
            key={name}
            label={t(`contact.${name}`)}
            type={name === "email" ? "email" : "text"}
            required={name === "name"}
            maxLength={MAX[name]}
            value={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
            data-testid={`contact-${name}-field`}
          />
        ))}
        <TextInput label={t("contact.numbers")} description={t("contact.numbersHint")} dir="ltr" value={numbers} onChange={(event) => setNumbers(event.currentTarget.value)} />
        <Textarea label={t("contact.note")} autosize minRows={2} maxRows={8} maxLength={MAX.note} value={draft.note} onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })} />
        {error !== undefined && <ProblemAlert error={error} />}
        <Group gap="xs">
          <Button type="submit" loading={busy} data-testid="contact-save">
            {t("contact.save")}
          </Button>
          <Button variant="default" onClick={cancel}>
            {t("common.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
