# Run when a test binary was linked: writes for ctest what is in it.
#   cmake -DBINARY=... -DLAYER=unit -DEACH=suite|test -DTIMEOUT=60
#         -DDIRECTORY=... -DOUT=... -P list_tests.cmake
# A process costs more than most tests, so that all but the system's run a
# suite at a time, unless it has parameters. A law's number in a test's name
# (L2_...) becomes a label of what ctest runs, beside that of the layer.
cmake_minimum_required(VERSION 3.25)
execute_process(
  COMMAND "${BINARY}" --gtest_list_tests
  OUTPUT_VARIABLE listed
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "  # [^\n]*" "" listed "${listed}")
string(REGEX MATCHALL "[^\n]+" lines "${listed}")
file(WRITE "${OUT}" "")

function(tell name filter laws)
  list(REMOVE_DUPLICATES laws)
  set(properties
      "WORKING_DIRECTORY [==[${DIRECTORY}]==] TIMEOUT ${TIMEOUT} LABELS \"${LAYER};${laws}\"")
  # What was skipped is told as such, and listed at the end: never as passed.
  string(APPEND properties " SKIP_REGULAR_EXPRESSION \"NOT TESTED\"")
  # These keep two processors busy by themselves, for minutes: they start first.
  if(name MATCHES "^(Replay|Crashes)[.]")
    string(APPEND properties " PROCESSORS 2 COST 1000")
  endif()
  file(APPEND "${OUT}"
       "add_test([==[${name}]==] [==[${BINARY}]==] [==[--gtest_filter=${filter}]==])\n"
       "set_tests_properties([==[${name}]==] PROPERTIES ${properties})\n")
endfunction()

# A suite with parameters is the same tests many times: each goes by itself.
macro(tell_suite)
  if(NOT suite STREQUAL "" AND NOT alone)
    string(REGEX REPLACE "[.]$" "" name "${suite}")
    tell("${name}" "${suite}*" "${laws}")
  endif()
endmacro()

set(suite "")
set(suites "")
foreach(line IN LISTS lines)
  if(line MATCHES "^  +(.+)$")
    set(test "${CMAKE_MATCH_1}")
    string(REGEX MATCHALL "L1?[0-9]+_" found "${test}")
    string(REPLACE "_" "" found "${found}")
    if(alone)
      tell("${suite}${test}" "${suite}${test}" "${found}")
    else()
      list(APPEND laws ${found})
    endif()
  elseif(line MATCHES "^([^ ]+[.])$")
    set(next "${CMAKE_MATCH_1}")
    tell_suite()
    set(suite "${next}")
    list(APPEND suites "${suite}")
    set(laws "")
    set(alone OFF)
    if(EACH STREQUAL "test" OR suite MATCHES "/")
      set(alone ON)
    endif()
  endif()
endforeach()
tell_suite()

# What ctest does not know of would be green for ever.
file(READ "${OUT}" told)
foreach(suite IN LISTS suites)
  string(FIND "${told}" "gtest_filter=${suite}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${BINARY}: ${suite} is not listed")
  endif()
endforeach()
if(suites STREQUAL "")
  message(FATAL_ERROR "${BINARY} lists no test")
endif()
