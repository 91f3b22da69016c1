// The calls of libedit that Swift cannot make: those with a variable number of arguments.
#ifndef STEMMA_EDIT_LINE_H
#define STEMMA_EDIT_LINE_H

#include <histedit.h>

typedef char *(*stemma_prompt)(EditLine *);
typedef unsigned char (*stemma_edit_function)(EditLine *, int);

static inline void stemma_edit_set_client(EditLine *editor, void *client) {
  el_set(editor, EL_CLIENTDATA, client);
}

static inline void *stemma_edit_client(EditLine *editor) {
  void *client = 0;
  el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

static inline void stemma_edit_set_prompt(EditLine *editor, stemma_prompt prompt) {
  el_set(editor, EL_PROMPT, prompt);
}

// Uses the keys of Emacs, then those of the user's own settings.
static inline void stemma_edit_use_keys(EditLine *editor) {
  el_set(editor, EL_EDITOR, "emacs");
}

static inline int stemma_edit_add_function(EditLine *editor, const char *name, const char *help,
                                           stemma_edit_function function) {
  return el_set(editor, EL_ADDFN, name, help, function);
}

static inline int stemma_edit_bind(EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, key, function, NULL);
}

// Changes a mode of the terminal for the time of editing, such as "-isig".
static inline int stemma_edit_set_terminal(EditLine *editor, const char *mode) {
  return el_set(editor, EL_SETTY, "-d", mode, NULL);
}

// Puts the terminal into the mode for editing, which reading a line leaves again.
static inline void stemma_edit_prepare_terminal(EditLine *editor) {
  el_set(editor, EL_PREP_TERM, 1);
}

static inline void stemma_edit_refresh(EditLine *editor) { el_set(editor, EL_REFRESH); }

// Watches SIGWINCH, SIGCONT and the like while a line is read.
static inline void stemma_edit_watch_signals(EditLine *editor) { el_set(editor, EL_SIGNAL, 1); }

static inline void stemma_edit_use_history(EditLine *editor, History *list) {
  el_set(editor, EL_HIST, history, list);
}

static inline int stemma_history_set_size(History *list, int size) {
  HistEvent event;
  return history(list, &event, H_SETSIZE, size);
}

// Leaves out a line that is the same as the one before.
static inline int stemma_history_leave_out_repeats(History *list) {
  HistEvent event;
  return history(list, &event, H_SETUNIQUE, 1);
}

static inline int stemma_history_add(History *list, const char *line) {
  HistEvent event;
  return history(list, &event, H_ENTER, line);
}

#endif
