import { queryOptions } from "@tanstack/react-query";
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

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/people")).items,
  staleTime: 10_000,
});

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
