import { useState } from "react";
import { changed, rebase } from "./draft";

/** Something as the server has it, and which revision that is. */
export interface Stored<T> {
  revision: number;
  fields: T;
}

interface State<T> {
  revision: number;
  base: T;
  mine: T;
  /** What others changed while this was typed, to be decided. */
  conflicts: (keyof T)[];
  /** Others' changes were taken over beside what was typed. */
  joined: boolean;
}

const begin = <T extends object>({ revision, fields }: Stored<T>): State<T> => ({ revision, base: fields, mine: fields, conflicts: [], joined: false });

/** What was typed, put upon what the server has now: nothing typed is lost, and what only others changed is taken over. */
function carryOver<T extends object>(state: State<T>, now: Stored<T>): State<T> {
  const typed = Object.keys(changed(state.base, state.mine)).length > 0;
  const { mine, conflicts, taken } = rebase(state.base, state.mine, now.fields);
  return { revision: now.revision, base: now.fields, mine, conflicts, joined: typed && taken.length > 0 };
}

/** Editing `now`, which others may edit too. While nothing is typed the form follows the server. */
export function useEditing<T extends object>(now: Stored<T>) {
  const [state, setState] = useState(() => begin(now));
  if (now.revision > state.revision) setState(carryOver(state, now));
  const decided = (name: keyof T) => state.conflicts.filter((it) => it !== name);
  return {
    ...state,
    change: changed(state.base, state.mine),
    set: (part: Partial<T>) => setState({ ...state, mine: { ...state.mine, ...part } }),
    discard: () => setState(begin(now)),
    saved: (stored: Stored<T>) => setState(begin(stored)),
    keepMine: (name: keyof T) => setState({ ...state, conflicts: decided(name) }),
    takeTheirs: (name: keyof T) => setState({ ...state, mine: { ...state.mine, [name]: state.base[name] }, conflicts: decided(name) }),
  };
}

export type Editing<T extends object> = ReturnType<typeof useEditing<T>>;
