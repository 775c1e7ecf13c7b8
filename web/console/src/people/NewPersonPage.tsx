import { Anchor, Button, Fieldset, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { rules } from "../api/generated/rules";
import { addPerson, peopleKey, type NewPerson } from "../api/people";
import { ForbiddenPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { checkText } from "../forms/check";
import { ProblemAlert } from "../forms/ProblemAlert";
import { useFault } from "../forms/useFault";
import { faults, nobody, wire } from "./fields";
import { PasswordLinks } from "./PasswordLinks";
import { PersonForm } from "./PersonForm";
import { SecretCard } from "./SecretCard";

/** Adds one person; the password is made by the server and told once. */
export function NewPersonPage() {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  if (!useMay()("people.manage")) return <ForbiddenPage />;
  return (
    <Stack gap="md" maw="60rem">
      <Title order={1} size="h3">
        {t("people.add")}
      </Title>
      <NewPersonForm key={round} again={() => setRound(round + 1)} />
    </Stack>
  );
}

function NewPersonForm({ again }: { again: () => void }) {
  const { t } = useTranslation();
  const said = useFault();
  const queries = useQueryClient();
  const [login, setLogin] = useState("");
  const [fields, setFields] = useState(nobody);
  const [tried, setTried] = useState(false);
  const wrong = faults(fields);
  const loginFault = checkText(rules.NewPerson.login, login);
  const adding = useMutation({
    mutationFn: () => addPerson({ ...wire(fields), login: login.trim() } as NewPerson),
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (loginFault === undefined && Object.keys(wrong).length === 0) adding.mutate();
  };
  if (adding.isSuccess) {
    const { person, password } = adding.data;
    return (
      <Stack>
        {password != null && <SecretCard login={person.login} password={password} />}
        <PasswordLinks person={person} kind="invitation" />
        <Group>
          <Button onClick={again} data-testid="add-another">{t("people.addAnother")}</Button>
          <Anchor renderRoot={(props) => <Link {...props} to="/admin/people/$person" params={{ person: person.id }} />} data-testid="open-person">
            {t("people.open", { name: person.name })}
          </Anchor>
        </Group>
      </Stack>
    );
  }
  // What was not filled in yet is no mistake until somebody tries to save.
  const shown = tried ? wrong : Object.fromEntries(Object.entries(wrong).filter(([, fault]) => fault.kind !== "required"));
  const loginShown = loginFault?.kind === "required" && !tried ? undefined : loginFault;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {adding.isError && <ProblemAlert error={adding.error} />}
        <Fieldset legend={t("people.section.account")}>
          <TextInput
            label={t("people.field.login")}
            description={t("people.hint.password")}
            maw="26rem"
            required
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={login}
            error={said(loginShown, t("people.hint.login"))}
            onChange={(event) => setLogin(event.currentTarget.value)}
            data-testid="field-login"
          />
        </Fieldset>
        <PersonForm fields={fields} faults={shown} set={(change) => setFields({ ...fields, ...change })} />
        <Group>
          <Button type="submit" loading={adding.isPending} data-testid="save">
            {t("people.add")}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/admin/people" />}>
            {t("common.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
