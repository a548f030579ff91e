"""A corpus of any size into the tables of a package: batches that are coded anywhere, merged in bounded memory.

`survey` reads the sources once, `batches` cuts them, `run` has each batch coded on an `engine` by the pure function of
`task`, `parts` keeps what came of it, and `collection` makes the tables of all parts.
"""
