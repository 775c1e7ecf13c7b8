"""The kinds that can be declared, one file each; `table.KINDS` lists them."""
