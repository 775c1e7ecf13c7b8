import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { contactQuery, contactsOfNumber, makeContact } from "../api/contacts";
import type { ContactMatch, Earlier } from "../api/types";
import { useMay } from "../app/useSession";
import { CardForm } from "./CardForm";
import { ContactCard } from "./ContactCard";
import { EarlierList } from "./EarlierList";

/** Who the contact is, by the number: one card is opened, of several one is chosen, for none one can be made. And what there was before. */
export function ContactPanel({ number, interaction }: { number: string; interaction: string }) {
  const { t } = useTranslation();
  const { data: found } = useQuery(contactsOfNumber(number, interaction));
  const [chosen, setChosen] = useState<string>();
  if (found === undefined) return null;
  const only = found.matches.length === 1 ? found.matches[0]?.id : undefined;
  const contact = chosen ?? only;
  return (
    <Paper component="section" withBorder p="lg" aria-label={t("contact.title")} data-testid="contact">
      <Stack gap="md">
        <Title order={2} size="h4">
          {t("contact.title")}
        </Title>
        {contact !== undefined && <ContactCard key={contact} id={contact} interaction={interaction} />}
        {contact === undefined && <Nobody matches={found.matches} choose={setChosen} number={number} earlier={found.earlier} interaction={interaction} />}
      </Stack>
    </Paper>
  );
}

interface NobodyProps {
  matches: ContactMatch[];
  choose: (contact: string) => void;
  number: string;
  earlier: Earlier[];
  interaction: string;
}

function Nobody({ matches, choose, number, earlier, interaction }: NobodyProps) {
  const { t } = useTranslation();
  const mayWrite = useMay()("contacts.write");
  const [making, setMaking] = useState(false);
  const queries = useQueryClient();
  const made = (id: string): void => choose(id);
  if (making) {
    return (
      <CardForm
        card={{ name: "", company: "", email: "", numbers: [number], note: "" }}
        save={async (card) => {
          const opened = await makeContact(card);
          queries.setQueryData(contactQuery(opened.contact.id).queryKey, opened);
          made(opened.contact.id);
        }}
        cancel={() => setMaking(false)}
      />
    );
  }
  return (
    <>
      <Text size="sm">{t(matches.length === 0 ? "contact.nobody" : "contact.choose")}</Text>
      <Group gap="xs">
        {matches.map((it) => (
          <Button key={it.id} variant="default" onClick={() => choose(it.id)} data-testid="contact-match">
            {[it.name, it.company].filter((word) => word !== "").join(" · ")}
          </Button>
        ))}
        {mayWrite && (
          <Button variant="subtle" leftSection={<IconUserPlus size={16} />} onClick={() => setMaking(true)} data-testid="contact-make">
            {t("contact.make")}
          </Button>
        )}
      </Group>
      <EarlierList earlier={earlier} now={interaction} />
    </>
  );
}
