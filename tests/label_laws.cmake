# Read by ctest after the tests were discovered: a law's number in a test's name
# becomes a label, beside that of the layer. A test that keeps two processors
# busy by itself, for minutes, says so to ctest here, by its name, and is among
# the first to start.
foreach(layer IN ITEMS unit store actor transport system)
  foreach(name IN LISTS ${layer}_names)
    string(REGEX MATCHALL "L1?[0-9]+_" laws "${name}")
    string(REPLACE "_" "" laws "${laws}")
    set_tests_properties("${name}" PROPERTIES LABELS "${layer};${laws}")
    if(name MATCHES "^(Replay|Crashes)[.]")
      set_tests_properties("${name}" PROPERTIES PROCESSORS 2 COST 1000)
    endif()
  endforeach()
endforeach()
