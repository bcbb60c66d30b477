/*
 * The builder takes the JDK's classes from its own JDK, of x86-64, whose UnixConstants hold the
 * numbers of that processor's Linux. All of them are the same on aarch64 but for these two flags of
 * open, which stages/target.sh checks: without this, NOFOLLOW_LINKS would follow, and
 * ExtendedOpenOption.DIRECT would ask for a directory. That script renames the JDK's two functions.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <jni.h>

enum { X86_64_DIRECT = 040000, X86_64_NOFOLLOW = 0400000 };

static jint translated(jint flags) {
  jint same = flags & ~(X86_64_DIRECT | X86_64_NOFOLLOW);
  return same | (flags & X86_64_DIRECT ? O_DIRECT : 0) | (flags & X86_64_NOFOLLOW ? O_NOFOLLOW : 0);
}

jint jdk_open0(JNIEnv *, jclass, jlong, jint, jint);
jint jdk_openat0(JNIEnv *, jclass, jint, jlong, jint, jint);

JNIEXPORT jint JNICALL Java_sun_nio_fs_UnixNativeDispatcher_open0(JNIEnv *env, jclass c, jlong path, jint flags, jint mode) {
  return jdk_open0(env, c, path, translated(flags), mode);
}

JNIEXPORT jint JNICALL Java_sun_nio_fs_UnixNativeDispatcher_openat0(JNIEnv *env, jclass c, jint folder, jlong path,
                                                                    jint flags, jint mode) {
  return jdk_openat0(env, c, folder, path, translated(flags), mode);
}
