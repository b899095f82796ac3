# Native and shared targets. Each is made from a folder; one whose folder is still empty is left out.

function(covenant_glob out)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${ARGN})
  list(SORT found)
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# core: the whole simulator, no UI, no exceptions, no files, no clocks.
function(covenant_core_library name)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/core/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC covenant_eigen covenant_json)
  if(NOT EMSCRIPTEN)  # the page spreads replicates over Web Workers instead
    set(THREADS_PREFER_PTHREAD_FLAG ON)
    find_package(Threads REQUIRED)
    target_link_libraries(${name} PUBLIC Threads::Threads)
  else()  # copies and fills by the machine instead of by loops: faster and smaller
    target_compile_options(${name} PUBLIC -mbulk-memory)
    target_link_options(${name} PUBLIC -mbulk-memory)
  endif()
  target_compile_definitions(${name} PUBLIC EIGEN_DONT_VECTORIZE JSON_NOEXCEPTION
                                            COVENANT_VERSION="${PROJECT_VERSION}")
  target_compile_options(${name} PRIVATE -fno-exceptions)
  covenant_warnings(${name})
  covenant_floating_point(${name})
  covenant_sanitize(${name})
endfunction()

function(covenant_add_core)
  covenant_core_library(core)
  if(EMSCRIPTEN)
    # Vectors of two where natively the widest are chosen: the same bits, large menus take a third
    # less time. Browsers of 2023 and later.
    set_source_files_properties(${PROJECT_SOURCE_DIR}/core/opt/rank_update.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/hybrid_gradient.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/inner_products.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/sparse_cholesky.cpp
                                PROPERTIES COMPILE_OPTIONS -msimd128)
  else()
    # Their loops over columns are worth vectorising, which changes no bit of them.
    set_source_files_properties(${PROJECT_SOURCE_DIR}/core/opt/newton.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/active_newton.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/active_newton_step.cpp
                                ${PROJECT_SOURCE_DIR}/core/base/special.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/rank_update.cpp
                                ${PROJECT_SOURCE_DIR}/core/opt/sparse_cholesky.cpp
                                PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Release>:-O3>")
  endif()
endfunction()

# covenant: the command line.
function(covenant_add_cli)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/cli/*.cpp)
  if(NOT sources OR NOT TARGET core)
    return()
  endif()
  add_executable(covenant ${sources})
  target_link_libraries(covenant PRIVATE core)
  covenant_warnings(covenant)
  # the binary's documented place is the top of the build folder, e.g. build/native-release/covenant
  set_target_properties(covenant PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
endfunction()

# One CTest entry per test file, so that a failure is named and files run in parallel.
function(covenant_register_tests target)
  foreach(file ${ARGN})
    if(file MATCHES "_test\\.cpp$")
      file(RELATIVE_PATH label ${PROJECT_SOURCE_DIR}/tests ${file})
      string(REGEX REPLACE "_test\\.cpp$" "" label ${label})
      add_test(NAME ${label} COMMAND ${target} --source-file=*tests/${label}_test.cpp
               WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
      # a file whose tests the filter does not find must not count as passed
      set_tests_properties(${label} PROPERTIES FAIL_REGULAR_EXPRESSION "test cases: +0 ")
    endif()
  endforeach()
endfunction()

function(covenant_test_settings target)
  target_link_libraries(${target} PRIVATE core covenant_doctest)
  target_compile_definitions(${target} PRIVATE COVENANT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                               DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
  covenant_warnings(${target})
endfunction()

# core_tests: tests/core and tests/golden; native, and under Node in the web-test preset.
function(covenant_add_core_tests)
  covenant_glob(tests ${PROJECT_SOURCE_DIR}/tests/core/*_test.cpp
                ${PROJECT_SOURCE_DIR}/tests/golden/*_test.cpp)
  covenant_glob(support ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
  if(NOT tests OR NOT support OR NOT TARGET core)
    return()
  endif()
  add_executable(core_tests ${tests} ${support})
  covenant_test_settings(core_tests)
  if(EMSCRIPTEN)
    # doctest's REQUIRE throws; core itself stays -fno-exceptions and links all the same
    target_compile_options(core_tests PRIVATE -fexceptions)
    target_link_options(core_tests PRIVATE -fexceptions -sNODERAWFS=1 -sENVIRONMENT=node
      -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1
      --pre-js ${PROJECT_SOURCE_DIR}/tests/support/node_environment.js)
    set_target_properties(core_tests PROPERTIES
      LINK_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/node_environment.js)
  endif()
  covenant_register_tests(core_tests ${tests})
endfunction()

# cli_tests: run the built binary; COVENANT_CLI is its path. Native only.
function(covenant_add_cli_tests)
  covenant_glob(tests ${PROJECT_SOURCE_DIR}/tests/cli/*_test.cpp)
  covenant_glob(support ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
  if(NOT tests OR NOT support OR NOT TARGET covenant)
    return()
  endif()
  add_executable(cli_tests ${tests} ${support})
  covenant_test_settings(cli_tests)
  target_compile_definitions(cli_tests PRIVATE COVENANT_CLI="$<TARGET_FILE:covenant>")
  add_dependencies(cli_tests covenant)
  covenant_register_tests(cli_tests ${tests})
endfunction()

# oracle_tests: our answers against an independent solver, GLPK. Native only.
function(covenant_add_oracle_tests)
  covenant_glob(tests ${PROJECT_SOURCE_DIR}/tests/oracle/*_test.cpp)
  covenant_glob(support ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
  find_path(COVENANT_GLPK_INCLUDE glpk.h)
  find_library(COVENANT_GLPK glpk)
  if(NOT COVENANT_GLPK OR NOT COVENANT_GLPK_INCLUDE)
    add_test(NAME oracle/skipped COMMAND ${CMAKE_COMMAND} -E echo
             "SKIPPED: GLPK (libglpk-dev) is not here, linear menus are not compared with it")
    return()
  endif()
  add_executable(oracle_tests ${tests} ${support})
  covenant_test_settings(oracle_tests)
  target_include_directories(oracle_tests SYSTEM PRIVATE ${COVENANT_GLPK_INCLUDE})
  target_link_libraries(oracle_tests PRIVATE ${COVENANT_GLPK})
  covenant_register_tests(oracle_tests ${tests})
endfunction()

# bench: timings for a person to read, one program per file; never a test. In web-release they are
# WebAssembly for Node, with the worker's own core and flags.
function(covenant_add_bench)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/tests/bench/*.cpp)
  if(NOT sources OR NOT TARGET core)
    return()
  endif()
  add_custom_target(bench)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} EXCLUDE_FROM_ALL ${source})
    target_link_libraries(${name} PRIVATE core)
    covenant_warnings(${name})
    set(platform native)
    if(EMSCRIPTEN)
      set(platform "WebAssembly under Node")
      target_link_options(${name} PRIVATE -O2 -sNODERAWFS=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
                          -sALLOW_MEMORY_GROWTH=1)
    endif()
    target_compile_definitions(${name} PRIVATE COVENANT_PLATFORM="${platform}")
    add_dependencies(bench ${name})
  endforeach()
endfunction()
