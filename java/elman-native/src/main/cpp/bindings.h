// What the bindings need beside elman.h: strings for Java, and native memory that Java sees as a buffer.
#ifndef ELMAN_BINDINGS_H
#define ELMAN_BINDINGS_H

#include <jni.h>
#include <stdlib.h>

#include <exception>

#include "elman/elman.h"

namespace __gnu_cxx {

// In place of the one of the C++ run-time library, which is linked in with JavaCPP's glue: that one tells the name of an
// exception that nobody has caught, and four fifths of this library would be there to make the name readable.
void __verbose_terminate_handler() { abort(); }

}  // namespace __gnu_cxx

// Messages are of ASCII characters alone.
inline jstring bindings_message(JNIEnv* env, jclass) { return env->NewStringUTF(elman_message()); }

inline jstring bindings_description(JNIEnv* env, jclass) { return env->NewStringUTF(elman_description()); }

inline jobject bindings_buffer(JNIEnv* env, jclass, jlong address, jlong bytes) {
  return env->NewDirectByteBuffer(reinterpret_cast<void*>(address), bytes);
}

#endif
