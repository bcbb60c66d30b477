/* libjvm: the part of jvm.h that the static JDK libraries really call in an image. For the rest,
 * stages/home.sh generates functions that abort with their name. */
#define _GNU_SOURCE
#include "processors.h"

#include <dlfcn.h>
#include <jni.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define UNUSED (void)env, (void)type

static struct timespec now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time;
}

JNIEXPORT void initialize(void) {}

JNIEXPORT jint JVM_ActiveProcessorCount(void) { return processors_of_process(); }

JNIEXPORT jlong JVM_CurrentTimeMillis(JNIEnv *env, jclass type) {
  UNUSED;
  struct timespec time = now(CLOCK_REALTIME);
  return (jlong)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

JNIEXPORT jlong JVM_NanoTime(JNIEnv *env, jclass type) {
  UNUSED;
  struct timespec time = now(CLOCK_MONOTONIC);
  return (jlong)time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Nanoseconds since a given second, or -1 if the two are too far apart for the caller's arithmetic */
JNIEXPORT jlong JVM_GetNanoTimeAdjustment(JNIEnv *env, jclass type, jlong second) {
  UNUSED;
  const jlong too_far = 0x100000000LL;
  struct timespec time = now(CLOCK_REALTIME);
  jlong seconds = (jlong)time.tv_sec - second;
  if (seconds >= too_far || seconds <= -too_far) return -1;
  return seconds * 1000000000LL + time.tv_nsec;
}

JNIEXPORT jlong JNICALL Java_java_lang_System_currentTimeMillis(JNIEnv *env, jclass type) {
  return JVM_CurrentTimeMillis(env, type);
}

JNIEXPORT jlong JNICALL Java_java_lang_System_nanoTime(JNIEnv *env, jclass type) {
  return JVM_NanoTime(env, type);
}

JNIEXPORT jlong JNICALL Java_jdk_internal_misc_VM_getNanoTimeAdjustment(JNIEnv *env, jclass type, jlong second) {
  return JVM_GetNanoTimeAdjustment(env, type, second);
}

JNIEXPORT void JVM_Halt(jint code) { exit(code); }

JNIEXPORT void JVM_BeforeHalt(void) {}

JNIEXPORT void *JVM_FindLibraryEntry(void *library, const char *name) { return dlsym(library, name); }

JNIEXPORT char *JVM_NativePath(char *path) { return path; }

JNIEXPORT jboolean JVM_IsStaticallyLinked(void) { return JNI_FALSE; }

JNIEXPORT jstring JVM_GetTemporaryDirectory(JNIEnv *env) { return (*env)->NewStringUTF(env, "/tmp"); }

/* Unlike vsnprintf: -1 if the text was cut */
JNIEXPORT int jio_vsnprintf(char *text, size_t size, const char *format, va_list arguments) {
  if ((intptr_t)size <= 0) return -1;
  int length = vsnprintf(text, size, format, arguments);
  if (length >= 0 && (size_t)length < size) return length;
  text[size - 1] = 0;
  return -1;
}

JNIEXPORT int jio_snprintf(char *text, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = jio_vsnprintf(text, size, format, arguments);
  va_end(arguments);
  return length;
}

JNIEXPORT int jio_vfprintf(FILE *file, const char *format, va_list arguments) {
  return vfprintf(file, format, arguments);
}

JNIEXPORT int jio_fprintf(FILE *file, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vfprintf(file, format, arguments);
  va_end(arguments);
  return length;
}
