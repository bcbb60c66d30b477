// The design of 2018: aws-lambda-go in a c-shared library, behind three natives of a Java class Test.
// Requests and responses go through channels, as strings, one invocation at a time; there is no way
// to report an error. The text goes as UTF-8 where JNI has its own modified form of it, so characters
// beyond U+FFFF do not survive.
package main

/*
#include <jni.h>
#include <stdlib.h>

static const char *text_of(JNIEnv *env, jstring string) { return (*env)->GetStringUTFChars(env, string, NULL); }
static void release(JNIEnv *env, jstring string, const char *text) { (*env)->ReleaseStringUTFChars(env, string, text); }
static jstring string_of(JNIEnv *env, const char *text) { return (*env)->NewStringUTF(env, text); }
*/
import "C"

import (
	"context"
	"unsafe"

	"github.com/aws/aws-lambda-go/lambda"
)

var (
	requests  = make(chan []byte)
	responses = make(chan []byte)
)

type exchange struct{}

func (exchange) Invoke(_ context.Context, request []byte) ([]byte, error) {
	requests <- request
	return <-responses, nil
}

//export Java_Test_start
func Java_Test_start(env *C.JNIEnv, class C.jclass) {
	go lambda.StartHandler(exchange{})
}

//export Java_Test_readRequest
func Java_Test_readRequest(env *C.JNIEnv, class C.jclass) C.jstring {
	text := C.CString(string(<-requests))
	defer C.free(unsafe.Pointer(text))
	return C.string_of(env, text)
}

//export Java_Test_writeResponse
func Java_Test_writeResponse(env *C.JNIEnv, class C.jclass, response C.jstring) {
	text := C.text_of(env, response)
	defer C.release(env, response, text)
	responses <- []byte(C.GoString(text))
}

func main() {}
