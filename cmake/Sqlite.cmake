# SQLite3MultipleCiphers from the cache that tools/setup fills: the same source natively and in wasm.
if(DEFINED ENV{MUSTER_CACHE})
  set(muster_cache_default $ENV{MUSTER_CACHE})
else()
  set(muster_cache_default $ENV{HOME}/.cache/muster)
endif()
set(MUSTER_CACHE_DIR ${muster_cache_default} CACHE PATH "Where tools/setup keeps pinned sources")
set(MUSTER_SQLITE3MC_VERSION 12.11.1)
set(sqlite3mc ${MUSTER_CACHE_DIR}/sqlite3mc-${MUSTER_SQLITE3MC_VERSION})
if(NOT EXISTS ${sqlite3mc}/sqlite3.c)
  message(FATAL_ERROR "SQLite3MultipleCiphers is missing from ${sqlite3mc}. Run tools/setup first.")
endif()

# SQLite with encryption. The options are compile-time promises that core/sqlite relies on.
add_library(sqlite3mc STATIC ${sqlite3mc}/sqlite3.c)
target_include_directories(sqlite3mc SYSTEM PUBLIC ${sqlite3mc})
target_compile_options(sqlite3mc PRIVATE -w $<IF:$<BOOL:${MUSTER_WASM}>,-Os,-O2>)
target_compile_definitions(sqlite3mc PRIVATE
  SQLITE_DQS=0 SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_LOAD_EXTENSION SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_THREADSAFE=$<IF:$<BOOL:${MUSTER_WASM}>,0,2> SQLITE_TRUSTED_SCHEMA=0 SQLITE_SECURE_DELETE=1 SQLITE_ENABLE_DBPAGE_VTAB
  SQLITE_ENABLE_FTS5 SQLITE_MAX_EXPR_DEPTH=200 SQLITE_USE_ALLOCA)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")
  target_compile_options(sqlite3mc PRIVATE -msse4.2 -maes)
endif()
if(NOT MUSTER_WASM)
  find_package(Threads REQUIRED)
  target_link_libraries(sqlite3mc PUBLIC Threads::Threads m)
endif()
