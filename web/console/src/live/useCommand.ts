import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { CommandRefused } from "./messages";

export interface Doing {
  /** Runs what was clicked; a refusal becomes `error`. Resolves to whether it went well. */
  run: (what: () => Promise<unknown>) => Promise<boolean>;
  busy: boolean;
  error: string | undefined;
  clear: () => void;
}

/** One thing a person asked for: whether it is under way and, if it was refused, why, in their language where we have the words. */
export function useCommand(): Doing {
  const { t, i18n } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const run = useCallback(
    async (what: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      setError(undefined);
      try {
        await what();
        return true;
      } catch (refusal) {
        if (!(refusal instanceof CommandRefused)) throw refusal;
        const key = `refused.${refusal.code}`;
        setError(i18n.exists(key) ? t(key) : refusal.message);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t, i18n],
  );
  const clear = useCallback(() => setError(undefined), []);
  return { run, busy, error, clear };
}
