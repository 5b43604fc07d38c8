/* Debian builds compiler-rt's wasm32 builtins with -fstack-protector; wasi-libc has no support code
   for it, so that 128-bit division would not link. */
#include <stdint.h>
uintptr_t __stack_chk_guard = 0x5afec0deu;
_Noreturn void __stack_chk_fail(void) { __builtin_trap(); }
