# assets: fonts and shaders as C++ (see embed_assets.py), and Dear ImGui; for the page and its tests.

set(COVENANT_FONTS /usr/share/fonts/opentype/inter CACHE PATH "Folder with Inter-Regular.otf")
find_program(COVENANT_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(COVENANT_PYTHON python3)

function(covenant_add_assets)
  covenant_glob(shaders ${PROJECT_SOURCE_DIR}/shaders/*.vert ${PROJECT_SOURCE_DIR}/shaders/*.frag
                ${PROJECT_SOURCE_DIR}/shaders/*.glsl)
  set(out ${PROJECT_BINARY_DIR}/generated)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_assets.py)
  add_custom_command(
    OUTPUT ${out}/assets.cpp ${out}/assets.hpp
    COMMAND ${COVENANT_PYTHON} ${script} ${out} ${COVENANT_FONTS} ${PROJECT_SOURCE_DIR}/shaders
    DEPENDS ${script} ${shaders}
    COMMENT "Embedding fonts and shaders"
    VERBATIM)
  add_library(assets STATIC ${out}/assets.cpp ${out}/assets.hpp)
  target_include_directories(assets PUBLIC ${PROJECT_BINARY_DIR})
  covenant_sanitize(assets)
endfunction()

# Dear ImGui without backends. The item hooks (IMGUI_ENABLE_TEST_ENGINE) are defined in web/.
function(covenant_add_imgui)
  set(source ${COVENANT_CACHE}/imgui-${COVENANT_IMGUI_VERSION})
  if(NOT EXISTS ${source}/.complete)
    covenant_fetch(source covenant_imgui_source https://github.com/ocornut/imgui.git
                   ${COVENANT_IMGUI_COMMIT})
  endif()
  set(COVENANT_IMGUI_SOURCE ${source} PARENT_SCOPE)
  set(draw ${source}/imgui_draw.cpp)
  if(EMSCRIPTEN)
    set(draw ${PROJECT_BINARY_DIR}/generated/imgui_draw.cpp)
    set(script ${PROJECT_SOURCE_DIR}/cmake/drop_default_font.py)
    add_custom_command(OUTPUT ${draw} COMMAND ${COVENANT_PYTHON} ${script} ${source}/imgui_draw.cpp ${draw}
                       DEPENDS ${script} VERBATIM)
  endif()
  add_library(imgui STATIC ${source}/imgui.cpp ${draw} ${source}/imgui_tables.cpp
                           ${source}/imgui_widgets.cpp)
  target_include_directories(imgui SYSTEM PUBLIC ${source} ${source}/misc/cpp)
  target_sources(imgui PRIVATE ${source}/misc/cpp/imgui_stdlib.cpp)
  target_compile_definitions(imgui PUBLIC IMGUI_ENABLE_TEST_ENGINE IMGUI_DISABLE_DEMO_WINDOWS
    IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS)
  covenant_sanitize(imgui)
endfunction()

# web_tests: the panels with a headless ImGui, native. Built when scripts/setup has brought ImGui;
# COVENANT_WEB_TESTS=ON insists on it, and fetches ImGui where it must.
option(COVENANT_WEB_TESTS "Build web_tests even if ImGui must be fetched" OFF)
function(covenant_add_web_tests)
  covenant_glob(tests ${PROJECT_SOURCE_DIR}/tests/web/*_test.cpp)
  covenant_glob(support ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/web/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/web/(render/|worker|main\\.cpp|.*_web\\.cpp)")
  if(NOT tests OR NOT support OR NOT TARGET core)
    return()
  endif()
  if(NOT COVENANT_WEB_TESTS AND NOT EXISTS ${COVENANT_CACHE}/imgui-${COVENANT_IMGUI_VERSION}/.complete)
    message(STATUS "web_tests are left out: ImGui is not there (scripts/setup brings it)")
    return()
  endif()
  covenant_add_assets()
  covenant_add_imgui()
  add_executable(web_tests ${sources} ${tests} ${support})
  target_link_libraries(web_tests PRIVATE assets imgui)
  covenant_test_settings(web_tests)
  covenant_register_tests(web_tests ${tests})
endfunction()
