/* libchelper: the locale and the time zone of the process, both by the JDK's own code in the
 * static libjava. */
#include "english_locale.h"
#include "java_props.h"
#include "svm_locale.h"

#include <locale.h>
#include <stddef.h>

extern char *findJavaTZ_md(const char *java_home);

/* The mappings are for Windows only. */
char *SVM_FindJavaTZmd(const char *mappings, int length) {
  (void)mappings;
  (void)length;
  return findJavaTZ_md("/");
}

/* GetJavaProperties wants a JNI environment, only to throw OutOfMemoryError, and is called before
 * there is an isolate: this one merely notes that something was to be thrown. */
static jboolean out_of_memory;

static jboolean JNICALL exception_check(JNIEnv *env) {
  (void)env;
  return JNI_FALSE;
}

static jclass JNICALL find_class(JNIEnv *env, const char *name) {
  (void)env;
  (void)name;
  out_of_memory = JNI_TRUE;
  return NULL;
}

static svm_locale_props_t locale;

/* GetJavaProperties also asks for the user, the terminal, the time zone and the folder, at each start. For the locale
 * that Lambda asks for, and that of a machine which has no other, none of it is needed. */
static int is_usual_locale(void) {
  setlocale(LC_ALL, "");
  const char *display, *format;
  if (!is_english_locale(setlocale(LC_MESSAGES, NULL), &display)) return 0;
  if (!is_english_locale(setlocale(LC_CTYPE, NULL), &format)) return 0;
  locale.display_language = locale.format_language = "en";
  locale.display_country = display;
  locale.format_country = format;
  return 1;
}

int svm_initialize_locale(void) {
  if (is_usual_locale()) return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
  static struct JNINativeInterface_ functions;
  functions.ExceptionCheck = exception_check;
  functions.FindClass = find_class;
  JNIEnv env = &functions;
  java_props_t *properties = GetJavaProperties(&env);
  if (!properties || out_of_memory) return SVM_LOCALE_INITIALIZATION_OUT_OF_MEMORY;
  locale.display_language = properties->display_language;
  locale.display_script = properties->display_script;
  locale.display_country = properties->display_country;
  locale.display_variant = properties->display_variant;
  locale.format_language = properties->format_language;
  locale.format_script = properties->format_script;
  locale.format_country = properties->format_country;
  locale.format_variant = properties->format_variant;
  return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
}

const svm_locale_props_t *svm_get_locale(void) { return &locale; }
