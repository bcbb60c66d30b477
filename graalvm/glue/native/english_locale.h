#ifndef LIBHELLO_ENGLISH_LOCALE_H
#define LIBHELLO_ENGLISH_LOCALE_H

/* Whether the JDK takes a locale of this name for English, of the United States or, where 'country' becomes NULL, of no
 * country. NULL stands for a locale without a name. */
int is_english_locale(const char *name, const char **country);

#endif
