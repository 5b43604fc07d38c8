# One function per kind of target, so that a room's CMakeLists.txt is a list of what it stands on.

# muster_room(NAME [PUBLIC deps...] [PRIVATE deps...]): the library muster_NAME from all sources of
# the calling folder.
function(muster_room name)
  cmake_parse_arguments(arg "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources) # a room of headers only
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/headers_only.cpp)
    file(CONFIGURE OUTPUT ${sources} CONTENT "// This room has headers only.\n")
  endif()
  add_library(muster_${name} STATIC ${sources})
  target_include_directories(muster_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(muster_${name} PUBLIC ${arg_PUBLIC}
    PRIVATE ${arg_PRIVATE} muster_warnings muster_sanitizers)
  # What reads what somebody else wrote, so that a fuzzer sees its way through it.
  if(MUSTER_FUZZ AND CMAKE_CURRENT_SOURCE_DIR MATCHES "/(core/[^/]+|sync-server/(net|rpc))$")
    target_compile_options(muster_${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# muster_program(FILE_NAME [deps...]): an executable from all sources of the calling folder.
function(muster_program name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARGN} muster_warnings muster_sanitizers)
endfunction()

# muster_tests(NAME [deps...]): the test program test_NAME from all *_test.cpp of the calling folder.
function(muster_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARGN} muster_test_support
    muster_warnings muster_sanitizers)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 900
    ENVIRONMENT "MUSTER_TEST_DATA=${CMAKE_SOURCE_DIR}/tests/data;MUSTER_SOURCE=${CMAKE_SOURCE_DIR};MUSTER_BIN=${CMAKE_BINARY_DIR}/bin")
endfunction()
