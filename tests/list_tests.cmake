# Run when a test binary was linked: writes for ctest what is in it.
#   cmake -DBINARY=... -DLAYER=unit -DEACH=suite|test -DTIMEOUT=60
#         -DDIRECTORY=... -DOUT=... -P list_tests.cmake
# A process costs more than most tests, so that all but the system's run a
# suite at a time. A law's number in a test's name (L2_...) becomes a label of
# what ctest runs, beside that of the layer.
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
  # These keep two processors busy by themselves, for minutes: they start first.
  if(name MATCHES "^(Replay|Crashes)[.]")
    string(APPEND properties " PROCESSORS 2 COST 1000")
  endif()
  file(APPEND "${OUT}"
       "add_test([==[${name}]==] [==[${BINARY}]==] [==[--gtest_filter=${filter}]==])\n"
       "set_tests_properties([==[${name}]==] PROPERTIES ${properties})\n")
endfunction()

macro(tell_suite)
  string(REGEX REPLACE "[.]$" "" name "${suite}")
  tell("${name}" "${suite}*" "${laws}")
endmacro()

set(suite "")
set(laws "")
foreach(line IN LISTS lines)
  if(line MATCHES "^  +(.+)$")
    set(test "${CMAKE_MATCH_1}")
    string(REGEX MATCHALL "L1?[0-9]+_" found "${test}")
    string(REPLACE "_" "" found "${found}")
    if(EACH STREQUAL "test")
      tell("${suite}${test}" "${suite}${test}" "${found}")
    else()
      list(APPEND laws ${found})
    endif()
  elseif(line MATCHES "^([^ ]+[.])$")
    set(next "${CMAKE_MATCH_1}")
    if(EACH STREQUAL "suite" AND NOT suite STREQUAL "")
      tell_suite()
    endif()
    set(suite "${next}")
    set(laws "")
  endif()
endforeach()
if(EACH STREQUAL "suite" AND NOT suite STREQUAL "")
  tell_suite()
endif()

# A test that ctest does not know of would be green for ever.
string(REGEX MATCHALL "\n  +[^ \n]+" tests "${listed}")
string(REGEX MATCHALL "\n[^ \n]+[.](\n|$)" suites "${listed}")
set(want_suite ${suites})
set(want_test ${tests})
list(LENGTH want_${EACH} want)
file(STRINGS "${OUT}" told REGEX "^add_test")
list(LENGTH told told)
if(NOT told EQUAL want OR told EQUAL 0)
  message(FATAL_ERROR "${BINARY}: ${told} of ${want} are listed")
endif()
