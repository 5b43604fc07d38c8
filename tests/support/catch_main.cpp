// One main for every test program; Catch 2 compiles its runner where this macro stands.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
