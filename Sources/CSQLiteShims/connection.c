#include "CSQLiteShims.h"

#include <sqlite3.h>

int stemma_vtab_innocuous(void *db) {
  return sqlite3_vtab_config((sqlite3 *)db, SQLITE_VTAB_INNOCUOUS);
}

int stemma_harden_connection(void *db) {
  int code = sqlite3_db_config((sqlite3 *)db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (code != SQLITE_OK) return code;
  code = sqlite3_db_config((sqlite3 *)db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  if (code != SQLITE_OK) return code;
  return sqlite3_db_config((sqlite3 *)db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)0);
}
