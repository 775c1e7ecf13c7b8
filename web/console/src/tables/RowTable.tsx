import { Table } from "@mantine/core";
import type { ReactNode } from "react";

export interface Column<Item> {
  name: string;
  title: string;
  /** Figures stand at the end of their column, above each other. */
  end?: boolean;
  cell: (item: Item) => ReactNode;
}

interface RowTableProps<Item> {
  rows: readonly Item[];
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
  /** Pixels below which it scrolls sideways. */
  minWidth: number;
  testId: string;
  /** Attributes of each row, for tests and styles. */
  row?: (item: Item) => Record<`data-${string}`, string>;
}

/** A table that only shows: one line an item, one function a column. */
export function RowTable<Item>({ rows, columns, keyOf, minWidth, testId, row }: RowTableProps<Item>) {
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table verticalSpacing={4} data-testid={testId}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name, title, end }) => (
              <Table.Th key={name} ta={end ? "end" : "start"}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((item) => (
            <Table.Tr key={keyOf(item)} {...row?.(item)}>
              {columns.map(({ name, end, cell }) => (
                <Table.Td key={name} ta={end ? "end" : "start"}>
                  {cell(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
