/* libchelper: the locales for which an image needs nothing of the JDK's to know their language. */
#include "english_locale.h"

#include <stddef.h>
#include <string.h>

static int is(const char *name, const char *other) { return strcmp(name, other) == 0; }

int is_english_locale(const char *name, const char **country) {
  *country = "US";
  if (!name || is(name, "C") || is(name, "POSIX")) return 1;
  if (strncmp(name, "en_US", 5) == 0 && (!name[5] || name[5] == '.')) return !strchr(name, '@');
  *country = NULL;
  return is(name, "C.UTF-8");
}
