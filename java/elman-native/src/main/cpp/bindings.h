// What the bindings need beside elman.h: strings for Java, and native memory that Java sees as a buffer.
#ifndef ELMAN_BINDINGS_H
#define ELMAN_BINDINGS_H

#include <jni.h>
#include <stdlib.h>

#include "elman/elman.h"

// What JavaCPP writes for pointers has exception handlers. It is not called and goes, but its mention of what finds a
// handler would bring along half of the C++ run-time library. No exception ever comes here: elman.h lets none out.
extern "C" __attribute__((visibility("hidden"))) void __gxx_personality_v0() { abort(); }

// Messages are of ASCII characters alone.
inline jstring bindings_message(JNIEnv* env, jclass) { return env->NewStringUTF(elman_message()); }

inline jstring bindings_description(JNIEnv* env, jclass) { return env->NewStringUTF(elman_description()); }

inline jobject bindings_buffer(JNIEnv* env, jclass, jlong address, jlong bytes) {
  return env->NewDirectByteBuffer(reinterpret_cast<void*>(address), bytes);
}

#endif
