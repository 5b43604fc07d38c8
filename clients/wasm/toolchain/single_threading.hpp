// What libc++ calls for threads in wasm, where one worker is one thread: it is installed into the
// sysroot as __external_threading. std::mutex, lock_guard, call_once, condition_variable and
// shared_mutex compile and never wait; making a std::thread throws, because there is none. The
// names are libc++'s.
#pragma once
#include <__chrono/duration.h>
#include <errno.h>
#include <time.h>

#include <__config>
_LIBCPP_BEGIN_NAMESPACE_STD
using __libcpp_timespec_t = ::timespec;
typedef unsigned char __libcpp_mutex_t; // 0 = free, 1 = held
#define _LIBCPP_MUTEX_INITIALIZER 0
typedef unsigned __libcpp_recursive_mutex_t;

inline int __libcpp_recursive_mutex_init(__libcpp_recursive_mutex_t* __m) {
    *__m = 0;
    return 0;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int
__libcpp_recursive_mutex_lock(__libcpp_recursive_mutex_t* __m) {
    ++*__m;
    return 0;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS bool
__libcpp_recursive_mutex_trylock(__libcpp_recursive_mutex_t* __m) {
    ++*__m;
    return true;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int
__libcpp_recursive_mutex_unlock(__libcpp_recursive_mutex_t* __m) {
    --*__m;
    return 0;
}

inline int __libcpp_recursive_mutex_destroy(__libcpp_recursive_mutex_t*) {
    return 0;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int __libcpp_mutex_lock(__libcpp_mutex_t* __m) {
    if (*__m) return EDEADLK;
    *__m = 1;
    return 0;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS bool __libcpp_mutex_trylock(__libcpp_mutex_t* __m) {
    if (*__m) return false;
    *__m = 1;
    return true;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int __libcpp_mutex_unlock(__libcpp_mutex_t* __m) {
    *__m = 0;
    return 0;
}

inline int __libcpp_mutex_destroy(__libcpp_mutex_t*) {
    return 0;
}

typedef unsigned char __libcpp_condvar_t;
#define _LIBCPP_CONDVAR_INITIALIZER 0

inline int __libcpp_condvar_signal(__libcpp_condvar_t*) {
    return 0;
}

inline int __libcpp_condvar_broadcast(__libcpp_condvar_t*) {
    return 0;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int
__libcpp_condvar_wait(__libcpp_condvar_t*, __libcpp_mutex_t*) {
    return EDEADLK;
}

inline _LIBCPP_NO_THREAD_SAFETY_ANALYSIS int
__libcpp_condvar_timedwait(__libcpp_condvar_t*, __libcpp_mutex_t*, __libcpp_timespec_t*) {
    return ETIMEDOUT;
}

inline int __libcpp_condvar_destroy(__libcpp_condvar_t*) {
    return 0;
}

typedef unsigned char __libcpp_exec_once_flag;
#define _LIBCPP_EXEC_ONCE_INITIALIZER 0

inline int __libcpp_execute_once(__libcpp_exec_once_flag* __f, void (*__r)()) {
    if (!*__f) {
        *__f = 1;
        __r();
    }
    return 0;
}

typedef unsigned __libcpp_thread_id;

inline bool __libcpp_thread_id_equal(__libcpp_thread_id __a, __libcpp_thread_id __b) {
    return __a == __b;
}

inline bool __libcpp_thread_id_less(__libcpp_thread_id __a, __libcpp_thread_id __b) {
    return __a < __b;
}

#define _LIBCPP_NULL_THREAD 0
typedef unsigned __libcpp_thread_t;

inline bool __libcpp_thread_isnull(const __libcpp_thread_t* __t) {
    return *__t == 0;
}

inline int __libcpp_thread_create(__libcpp_thread_t*, void* (*)(void*), void*) {
    return EAGAIN;
}

inline __libcpp_thread_id __libcpp_thread_get_current_id() {
    return 1;
}

inline __libcpp_thread_id __libcpp_thread_get_id(const __libcpp_thread_t* __t) {
    return *__t;
}

inline int __libcpp_thread_join(__libcpp_thread_t*) {
    return EINVAL;
}

inline int __libcpp_thread_detach(__libcpp_thread_t*) {
    return EINVAL;
}

inline void __libcpp_thread_yield() {}

inline void __libcpp_thread_sleep_for(const chrono::nanoseconds&) {}

#define _LIBCPP_TLS_DESTRUCTOR_CC
typedef unsigned __libcpp_tls_key;

inline void** __libcpp_tls_slots() {
    static void* __s[64];
    return __s;
}

inline int __libcpp_tls_create(__libcpp_tls_key* __k, void (*)(void*)) {
    static unsigned __n = 0;
    if (__n >= 64) return EAGAIN;
    *__k = __n++;
    return 0;
}

inline void* __libcpp_tls_get(__libcpp_tls_key __k) {
    return __libcpp_tls_slots()[__k];
}

inline int __libcpp_tls_set(__libcpp_tls_key __k, void* __v) {
    __libcpp_tls_slots()[__k] = __v;
    return 0;
}

_LIBCPP_END_NAMESPACE_STD
