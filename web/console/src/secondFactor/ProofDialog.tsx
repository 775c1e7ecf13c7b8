import { Button, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { onProofAsked, type ProofAsked } from "../api/proof";
import { prove } from "../api/secondFactor";
import { ProblemAlert } from "../forms/ProblemAlert";
import { CodeInput } from "./CodeInput";

interface Asked extends ProofAsked {
  answer: (proven: boolean) => void;
}

/** Asks again who it is, when the server wants to know before it does something; what was begun then goes on by itself. */
export function ProofDialog() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => onProofAsked((what) => new Promise((answer) => setAsked({ ...what, answer }))), []);
  const end = (proven: boolean): void => {
    asked?.answer(proven);
    setAsked(undefined);
  };
  return (
    <Modal opened={asked !== undefined} onClose={() => end(false)} title={t("proof.title")} closeButtonProps={{ "aria-label": t("common.close") }} centered>
      {asked?.by === "provider" && asked.provider !== null ? <ByProvider provider={asked.provider} /> : <ByTyping byCode={asked?.by === "code"} proven={() => end(true)} />}
    </Modal>
  );
}

function ByTyping({ byCode, proven }: { byCode: boolean; proven: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const proving = useMutation({ mutationFn: () => prove(byCode ? { code: typed } : { password: typed }), onSuccess: proven, onError: () => setTyped("") });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    event.stopPropagation(); // the dialog may have been asked for by a form
    proving.mutate();
  };
  return (
    <form onSubmit={submit} data-testid="proof">
      <Stack>
        <Text size="sm">{t("proof.lead")}</Text>
        {proving.isError && <ProblemAlert error={proving.error} />}
        {byCode ? (
          <CodeInput value={typed} set={setTyped} hint={t("secondFactor.codeHint")} />
        ) : (
          <PasswordInput
            label={t("proof.password")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("login.showPassword"), tabIndex: 0, "aria-hidden": false }}
            data-autofocus
            data-testid="proof-password"
          />
        )}
        <Button type="submit" loading={proving.isPending} data-testid="prove">
          {t("proof.go")}
        </Button>
      </Stack>
    </form>
  );
}

/** The provider vouches by a new log-in there; the browser comes back to this page. */
function ByProvider({ provider }: { provider: string }) {
  const { t } = useTranslation();
  const back = encodeURIComponent(location.pathname + location.search);
  return (
    <Stack>
      <Text size="sm">{t("proof.provider")}</Text>
      <Button component="a" href={`/api/platform/v1/login/oidc/${provider}?next=${back}`}>
        {t("proof.again")}
      </Button>
    </Stack>
  );
}
