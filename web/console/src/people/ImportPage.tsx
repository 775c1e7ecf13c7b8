import { Alert, Button, FileButton, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconFileTypeCsv } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { importPeople, peopleKey } from "../api/people";
import { ForbiddenPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { BackLink } from "./BackLink";
import { template } from "./csv";
import { save } from "./save";
import classes from "./fields.module.css";
import { ImportOutcome } from "./ImportOutcome";
import { ImportRefused } from "./ImportRefused";

/** Choosing a file tries it at once; only a file without a single error can be imported, and then wholly. */
export function ImportPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const trying = useMutation({ mutationFn: (chosen: File) => importPeople(chosen, true) });
  const importing = useMutation({
    mutationFn: (chosen: File) => importPeople(chosen, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
  if (!useMay()("people.manage")) return <ForbiddenPage />;
  const choose = (chosen: File | null): void => {
    if (chosen === null) return;
    importing.reset();
    setFile(chosen);
    trying.mutate(chosen);
  };
  const error = importing.error ?? trying.error;
  return (
    <Stack gap="md" maw="60rem">
      <BackLink />
      <Title order={1} size="h3">
        {t("people.import")}
      </Title>
      {!importing.isSuccess && <FileDrop file={file} choose={choose} pending={trying.isPending} />}
      {file === undefined && <Help />}
      {error !== null && file !== undefined && <ImportRefused key={file.lastModified} error={error} file={file} />}
      {importing.isSuccess && <ImportOutcome report={importing.data} />}
      {!importing.isSuccess && error === null && trying.isSuccess && file !== undefined && (
        <>
          <ImportOutcome report={trying.data} />
          <Group>
            <Button loading={importing.isPending} disabled={trying.data.created.length + trying.data.updated.length === 0} onClick={() => importing.mutate(file)} data-testid="import-now">
              {t("import.now", { count: trying.data.created.length + trying.data.updated.length })}
            </Button>
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/admin/people" />}>
              {t("common.cancel")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

function FileDrop({ file, choose, pending }: { file: File | undefined; choose: (file: File | null) => void; pending: boolean }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files.item(0));
  };
  return (
    <Paper className={classes.drop ?? ""} data-over={over} onDragOver={hover} onDragLeave={() => setOver(false)} onDrop={drop}>
      <IconFileTypeCsv size={36} stroke={1.5} aria-hidden />
      <Text>{file === undefined ? t("import.drop") : file.name}</Text>
      <FileButton accept=".csv,text/csv" onChange={choose} inputProps={{ "aria-label": t("import.choose") }}>
        {(props) => (
          <Button {...props} loading={pending} variant={file === undefined ? "filled" : "default"} data-testid="choose-file">
            {t(file === undefined ? "import.choose" : "import.chooseOther")}
          </Button>
        )}
      </FileButton>
    </Paper>
  );
}

const helpLines = ["columns", "lists", "nothing", "kept"] as const;

function Help() {
  const { t } = useTranslation();
  return (
    <Alert variant="light" color="gray" title={t("import.help.title")}>
      <List size="sm">
        {helpLines.map((line) => (
          <List.Item key={line}>{t(`import.help.${line}`)}</List.Item>
        ))}
      </List>
      <Button mt="sm" size="compact-sm" variant="default" leftSection={<IconDownload size={16} />} onClick={() => save("people.csv", template())} data-testid="template">
        {t("import.template")}
      </Button>
    </Alert>
  );
}
