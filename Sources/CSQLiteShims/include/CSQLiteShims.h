#ifndef STEMMA_CSQLITE_SHIMS_H
#define STEMMA_CSQLITE_SHIMS_H

// What Swift cannot reach or write safely of SQLite's C interface. Each function returns SQLite's
// result code. The connection is an untyped pointer, so that this header does not clash with the
// SQLite header that GRDB brings.

/// Marks the virtual table that is being connected as harmless in views and triggers.
int stemma_vtab_innocuous(void *db);

/// Switches on the defensive mode, and refuses extensions and untrusted functions in the schema.
int stemma_harden_connection(void *db);

/// Registers regexp(pattern, text), so that `text REGEXP pattern` works.
int stemma_register_regexp(void *db);

/// Compiles a pattern as regexp does and forgets it. Returns 0 if it is right; else 1, with the
/// message in `reason`, cut at `room` bytes with its zero, and the place in `offset`.
int stemma_check_pattern(const unsigned char *pattern, int length, char *reason, int room,
                         int *offset);

#endif
