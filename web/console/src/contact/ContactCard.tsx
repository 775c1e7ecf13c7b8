import { Button, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeContact, contactQuery } from "../api/contacts";
import type { Card } from "../api/types";
import { useMay } from "../app/useSession";
import classes from "../desk/desk.module.css";
import { CardForm } from "./CardForm";
import { EarlierList } from "./EarlierList";

/** One contact's card, to read and to change, and its history. Opening it is an audited act. */
export function ContactCard({ id, interaction }: { id: string; interaction: string }) {
  const { t } = useTranslation();
  const mayWrite = useMay()("contacts.write");
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const { data: opened } = useQuery(contactQuery(id));
  if (opened === undefined) return null;
  const { card, earlier } = opened.contact;
  const save = async (changed: Card): Promise<void> => {
    queries.setQueryData(contactQuery(id).queryKey, await changeContact(opened, changed));
    setChanging(false);
  };
  return (
    <>
      {changing ? (
        <CardForm card={card} save={save} cancel={() => setChanging(false)} />
      ) : (
        <>
          <Text fw={650} size="lg" data-testid="contact-name">
            {card.name}
          </Text>
          <Facts card={card} />
          {mayWrite && (
            <Button variant="default" size="compact-md" leftSection={<IconPencil size={14} />} style={{ alignSelf: "start" }} onClick={() => setChanging(true)} data-testid="contact-change">
              {t("contact.change")}
            </Button>
          )}
        </>
      )}
      <EarlierList earlier={earlier} now={interaction} />
    </>
  );
}

function Facts({ card }: { card: Card }) {
  const { t } = useTranslation();
  const written = (["company", "email", "note"] as const).filter((name) => card[name] !== "");
  return (
    <dl className={classes.facts}>
      <dt>{t("contact.numbers")}</dt>
      <dd>
        <span dir="ltr">{card.numbers.join(", ")}</span>
      </dd>
      {written.flatMap((name) => [
        <dt key={`${name} of`}>{t(`contact.${name}`)}</dt>,
        <dd key={name} style={{ whiteSpace: "pre-wrap" }}>
          {card[name]}
        </dd>,
      ])}
    </dl>
  );
}
