/* java_props.h includes the JDK's jni_util.h, of which it needs the JNI types alone. */
#include <jni.h>
