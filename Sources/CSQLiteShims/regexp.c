// regexp(pattern, text): whether the pattern is found anywhere in the text.
//
//   SELECT 'feat: x' REGEXP '^(feat|fix)';   -- 1
//
// Patterns are Perl-compatible (PCRE2). A pattern comes from whoever asks, so the work is bounded:
// at most 512 characters of pattern, and limits on the steps, the depth and the memory of one match. A
// match that hits a limit is an error, never a silent "no". The compiled pattern is kept by SQLite
// for the rest of the statement (auxiliary data of argument 0).

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <stdio.h>

#include "CSQLiteShims.h"

#define MAX_PATTERN_LENGTH 512
#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 2000
#define HEAP_LIMIT_KIB 2048

typedef struct {
  pcre2_code *code;
  pcre2_match_data *data;
  pcre2_match_context *limits;
} Regexp;

static void regexp_free(void *p) {
  Regexp *regexp = p;
  pcre2_match_data_free(regexp->data);
  pcre2_match_context_free(regexp->limits);
  pcre2_code_free(regexp->code);
  sqlite3_free(regexp);
}

// Bytes that are not UTF-8 never match, instead of failing the statement.
static const uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;

// Counts characters of UTF-8: bytes that continue none.
static int is_too_long(const unsigned char *pattern, int length) {
  int count = 0;
  for (int i = 0; i < length; i++) count += (pattern[i] & 0xC0) != 0x80;
  // Continuation bytes alone are no text.
  return count > MAX_PATTERN_LENGTH || length > 4 * MAX_PATTERN_LENGTH;
}

int stemma_check_pattern(const unsigned char *pattern, int length, char *reason, int room,
                         int *offset) {
  if (is_too_long(pattern, length)) {
    snprintf(reason, (size_t)room, "longer than %d characters", MAX_PATTERN_LENGTH);
    *offset = length;
    return 1;
  }
  int error;
  PCRE2_SIZE place;
  pcre2_code *code = pcre2_compile(pattern, (PCRE2_SIZE)length, options, &error, &place, NULL);
  if (code != NULL) {
    pcre2_code_free(code);
    return 0;
  }
  pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, (PCRE2_SIZE)room);
  *offset = (int)place;
  return 1;
}

// Compiles the pattern, or reports an error to the context and returns NULL.
static Regexp *regexp_compile(sqlite3_context *context, sqlite3_value *pattern) {
  const unsigned char *text = sqlite3_value_text(pattern);
  int length = sqlite3_value_bytes(pattern);
  if (is_too_long(text, length)) {
    sqlite3_result_error(context, "regular expression: longer than 512 characters", -1);
    return NULL;
  }
  int error;
  PCRE2_SIZE offset;
  pcre2_code *code = pcre2_compile(text, (PCRE2_SIZE)length, options, &error, &offset, NULL);
  if (code == NULL) {
    char reason[128], message[192];
    pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof reason);
    snprintf(message, sizeof message, "regular expression: %s at offset %d", reason, (int)offset);
    sqlite3_result_error(context, message, -1);
    return NULL;
  }
  Regexp *regexp = sqlite3_malloc(sizeof *regexp);
  if (regexp == NULL) {
    pcre2_code_free(code);
    sqlite3_result_error_nomem(context);
    return NULL;
  }
  regexp->code = code;
  regexp->data = pcre2_match_data_create_from_pattern(code, NULL);
  regexp->limits = pcre2_match_context_create(NULL);
  if (regexp->data == NULL || regexp->limits == NULL) {
    regexp_free(regexp);
    sqlite3_result_error_nomem(context);
    return NULL;
  }
  pcre2_set_match_limit(regexp->limits, MATCH_LIMIT);
  pcre2_set_depth_limit(regexp->limits, DEPTH_LIMIT);
  pcre2_set_heap_limit(regexp->limits, HEAP_LIMIT_KIB);
  return regexp;
}

static void regexp_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  if (sqlite3_value_type(argv[0]) == SQLITE_NULL || sqlite3_value_type(argv[1]) == SQLITE_NULL) {
    sqlite3_result_null(context);
    return;
  }
  Regexp *regexp = sqlite3_get_auxdata(context, 0);
  int is_new = regexp == NULL;
  if (is_new && (regexp = regexp_compile(context, argv[0])) == NULL) return;

  const unsigned char *text = sqlite3_value_text(argv[1]);
  PCRE2_SIZE length = (PCRE2_SIZE)sqlite3_value_bytes(argv[1]);
  int found = pcre2_match(regexp->code, text ? text : (const unsigned char *)"", length, 0, 0,
                          regexp->data, regexp->limits);
  if (found >= 0 || found == PCRE2_ERROR_NOMATCH) {
    sqlite3_result_int(context, found >= 0);
  } else {
    char reason[128], message[192];
    pcre2_get_error_message(found, (PCRE2_UCHAR *)reason, sizeof reason);
    snprintf(message, sizeof message, "regular expression: %s", reason);
    sqlite3_result_error(context, message, -1);
  }
  // Last, since SQLite may free it at once.
  if (is_new) sqlite3_set_auxdata(context, 0, regexp, regexp_free);
}

int stemma_register_regexp(void *db) {
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  return sqlite3_create_function_v2((sqlite3 *)db, "regexp", 2, flags, NULL, regexp_function, NULL,
                                    NULL, NULL);
}
