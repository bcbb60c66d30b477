/* Tests for which locales an image asks nothing of the JDK, and what country it takes them for: what JDK 25 does. */
#include "../glue/native/english_locale.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static int passed, failed;

static void expect(const char *name, int english, const char *country) {
  const char *found;
  int is = is_english_locale(name, &found);
  if (is == english && (!english || (country ? found && !strcmp(country, found) : !found))) {
    passed++;
    return;
  }
  failed++;
  printf("FAILED: %s: %d %s\n", name ? name : "no name", is, found ? found : "no country");
}

int main(void) {
  expect(NULL, 1, "US");
  expect("C", 1, "US");
  expect("POSIX", 1, "US");
  expect("en_US", 1, "US");
  expect("en_US.UTF-8", 1, "US");
  expect("en_US.iso88591", 1, "US");
  expect("C.UTF-8", 1, NULL);
  const char *others[] = {"", "c", "C.utf8", "en", "en_GB.UTF-8", "en_USA", "en_US@euro", "en_US.UTF-8@euro",
                          "de_CH.UTF-8", "sr_RS.UTF-8@latin", "LC_CTYPE=C;LC_NUMERIC=de_DE"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) expect(others[i], 0, NULL);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
