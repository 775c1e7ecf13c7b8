import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { bodyOf, platformApi } from "./client";
import type { components } from "./generated/platform";

type Schemas = components["schemas"];

export type Person = Schemas["PersonOut"];
export type NewPerson = Schemas["NewPerson"];
export type PersonChange = Schemas["PersonChange"];
export type Assignment = Schemas["Assignment"];
export type ImportReport = Schemas["ImportReport"];

/** One mistake in a CSV, as `invalid_csv` lists it. `row` is the line of the file on which the row begins; the header is 1. */
export interface CsvProblem {
  row: number;
  column: string | null;
  message: string;
}

/** Begins the key of everything that a change of people makes old. */
export const peopleKey = ["people"];

/** Who is meant; what is absent does not narrow. */
export interface PeopleFilters {
  q?: string;
  role?: string;
  team?: string;
  site?: string;
  queue?: string;
  skill?: string;
  active?: boolean;
}

export type PeopleSort = "login" | "name" | "role" | "team" | "site";

const PAGE = 200;

export const peopleQuery = (filters: PeopleFilters, sort: PeopleSort, descending: boolean) =>
  infiniteQueryOptions({
    queryKey: [...peopleKey, "list", filters, sort, descending],
    queryFn: async ({ pageParam }) =>
      bodyOf(
        await platformApi.GET("/api/platform/v1/people", {
          params: { query: { ...filters, sort, descending, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 10_000,
    placeholderData: (before) => before,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: [...peopleKey, "one", id],
    queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/people/{person_id}", { params: { path: { person_id: id } } })),
    staleTime: 10_000,
  });

/** What is declared, which teams there are, and what people still carry that nothing declares. */
export const choicesQuery = queryOptions({
  queryKey: [...peopleKey, "choices"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/people/choices")),
  staleTime: 30_000,
});

/** Where the browser fetches everyone who is meant, as the CSV that an import takes. */
export function exportPath(filters: PeopleFilters): string {
  const query = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  return `/api/platform/v1/people/export?${query.toString()}`;
}

export type BulkChange = Schemas["BulkChange"];

/** All are changed or none; with `dryRun` it only tells what would happen. */
export const changeMany = async (people: string[], change: BulkChange, dryRun: boolean) =>
  bodyOf(await platformApi.POST("/api/platform/v1/people/bulk", { params: { query: { dry_run: dryRun } }, body: { people, change } }));

export const addPerson = async (wanted: NewPerson) => bodyOf(await platformApi.POST("/api/platform/v1/people", { body: wanted }));

/** Problem 412 when somebody else changed the person after `revision`. */
export const changePerson = async (id: string, revision: number, change: PersonChange) =>
  bodyOf(
    await platformApi.PATCH("/api/platform/v1/people/{person_id}", {
      params: { path: { person_id: id }, header: { "if-match": `"${revision}"` } },
      body: change,
    }),
  );

export const resetPassword = async (id: string) =>
  bodyOf(await platformApi.POST("/api/platform/v1/people/{person_id}/password", { params: { path: { person_id: id } } }));

/** Where the person chooses a password, once: a path of this host. */
export const makeResetLink = async (id: string) =>
  bodyOf(await platformApi.POST("/api/platform/v1/people/{person_id}/reset-link", { params: { path: { person_id: id } } }));

/** The same by mail. Problem 409 `no_address`. */
export async function mailPerson(id: string, kind: "reset" | "invitation"): Promise<void> {
  await platformApi.POST("/api/platform/v1/people/{person_id}/mail", { params: { path: { person_id: id } }, body: { kind } });
}

/** Problem 422 `invalid_csv` lists every error by row and column; then nothing was imported. */
export const importPeople = async (file: Blob, dryRun: boolean) =>
  bodyOf(
    await platformApi.POST("/api/platform/v1/people/import", {
      params: { query: { dry_run: dryRun } },
      // The bytes as they are in the file: its encoding is the server's to judge.
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as Blob,
      headers: { "Content-Type": "text/csv" },
    }),
  );
