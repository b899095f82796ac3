# The page: app (ImGui, SDL2, WebGL2) and worker (the core alone) as WebAssembly, and the folder that is
# served: build/web-release/site, static files with relative addresses.

set(COVENANT_SITE ${PROJECT_BINARY_DIR}/site)

# No ASYNCIFY (half as much code again), no threads (headers that static hosts cannot set), no file system.
set(COVENANT_LINK_FLAGS -sMODULARIZE=1 -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1 -sASSERTIONS=0 -sDYNAMIC_EXECUTION=0
    -sEXPORTED_RUNTIME_METHODS=ccall,cwrap,UTF8ToString,stringToUTF8,lengthBytesUTF8)

function(covenant_add_sdl)
  string(SHA256 flags_hash "${COVENANT_SDL_FLAGS}")
  string(SUBSTRING ${flags_hash} 0 8 flags_hash)
  set(built ${COVENANT_CACHE}/sdl-${COVENANT_SDL_VERSION}-emscripten-${EMSCRIPTEN_VERSION}-${flags_hash})
  add_library(covenant_sdl INTERFACE)
  if(EXISTS ${built}/lib/libSDL2.a)
    target_include_directories(covenant_sdl SYSTEM INTERFACE ${built}/include ${built}/include/SDL2)
    target_link_libraries(covenant_sdl INTERFACE ${built}/lib/libSDL2.a)
    return()
  endif()
  message(STATUS "SDL2 is not in ${built} (scripts/setup builds it once): fetching it")
  separate_arguments(flags UNIX_COMMAND "${COVENANT_SDL_FLAGS}")
  foreach(flag ${flags})
    string(REGEX MATCH "^-D([^=]+)=(.*)$" unused ${flag})
    set(${CMAKE_MATCH_1} ${CMAKE_MATCH_2} CACHE BOOL "" FORCE)
  endforeach()
  FetchContent_Declare(covenant_sdl_source GIT_REPOSITORY https://github.com/libsdl-org/SDL.git
                       GIT_TAG ${COVENANT_SDL_COMMIT})
  FetchContent_MakeAvailable(covenant_sdl_source)
  target_link_libraries(covenant_sdl INTERFACE SDL2::SDL2-static)
endfunction()

# index.html, the page's own scripts and whatever else lies in web/shell, as they are.
function(covenant_add_shell)
  covenant_glob(files ${PROJECT_SOURCE_DIR}/web/shell/* ${PROJECT_SOURCE_DIR}/index.html
                ${PROJECT_SOURCE_DIR}/web/service_worker.js.in)
  set(stamp ${PROJECT_BINARY_DIR}/shell.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DFROM=${PROJECT_SOURCE_DIR} -DTO=${COVENANT_SITE}
            -P ${PROJECT_SOURCE_DIR}/cmake/copy_shell.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/copy_shell.cmake
    COMMENT "Copying the page's own files"
    VERBATIM)
  add_custom_target(shell DEPENDS ${stamp})
endfunction()

# A module in the site folder: <file>.js and <file>.wasm.
function(covenant_web_module target core_target file export environment)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${file} SUFFIX .js
                        RUNTIME_OUTPUT_DIRECTORY ${COVENANT_SITE})
  target_link_libraries(${target} PRIVATE ${core_target})
  target_link_options(${target} PRIVATE ${COVENANT_LINK_FLAGS} -sTEXTDECODER=2 -sEXPORT_NAME=${export}
                      -sENVIRONMENT=${environment} ${ARGN})
  covenant_warnings(${target})
endfunction()

function(covenant_add_app)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/web/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/web/(worker|.*_native\\.cpp)")
  if(NOT sources OR NOT TARGET core)
    return()
  endif()
  covenant_add_assets()
  covenant_add_imgui()
  covenant_add_sdl()
  covenant_add_shell()
  set(backends ${COVENANT_IMGUI_SOURCE}/backends)
  add_library(imgui_backends STATIC ${backends}/imgui_impl_sdl2.cpp ${backends}/imgui_impl_opengl3.cpp)
  target_include_directories(imgui_backends SYSTEM PUBLIC ${backends})
  target_compile_definitions(imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
  # see web/render/gl_state.cpp
  set_source_files_properties(${backends}/imgui_impl_opengl3.cpp PROPERTIES COMPILE_DEFINITIONS
                              "glGetIntegerv=covenant_get_integer;glIsEnabled=covenant_is_enabled;glGetShaderiv=covenant_get_status;glGetProgramiv=covenant_get_status")
  # see web/platform/sdl_unused_web.cpp
  set_source_files_properties(${backends}/imgui_impl_sdl2.cpp PROPERTIES COMPILE_DEFINITIONS
                              "SDL_GameControllerOpen=covenant_pad_open;SDL_GameControllerGetButton=covenant_pad_button;SDL_GameControllerGetAxis=covenant_pad_axis;SDL_CreateSystemCursor=covenant_cursor_make;SDL_SetCursor=covenant_cursor_set;SDL_ShowCursor=covenant_cursor_show;SDL_FreeCursor=covenant_cursor_free")
  target_link_libraries(imgui_backends PUBLIC imgui covenant_sdl)

  covenant_core_library(core_small)
  add_executable(app ${sources})
  target_link_libraries(app PRIVATE assets imgui imgui_backends)
  # no extensions, no GL errors to remember, no work-arounds for browsers without WebGL 2
  covenant_web_module(app core_small covenant createCovenant web -Oz -flto -sBINARYEN_EXTRA_PASSES=-Oz -sMIN_WEBGL_VERSION=2
                      -sMAX_WEBGL_VERSION=2 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
                      -sGL_SUPPORT_SIMPLE_ENABLE_EXTENSIONS=0 -sGL_TRACK_ERRORS=0
                      -sGL_EXTENSIONS_IN_PREFIXED_FORMAT=0 -sGL_WORKAROUND_SAFARI_GETCONTEXT_BUG=0 -sMALLOC=emmalloc -sEXPORTED_FUNCTIONS=_main,_malloc,_free)
  # The page draws and previews, the worker does the runs: everything here is built for size, core too
  # (the same bits: no flag touches the arithmetic), and all of it as one program, shrunk twice over.
  foreach(target app imgui imgui_backends assets)
    target_compile_options(${target} PRIVATE -Oz -flto -fno-rtti -mbulk-memory)
  endforeach()
  target_compile_options(core_small PRIVATE -Oz -flto -fno-rtti)
  add_dependencies(app shell)
endfunction()

# worker: the same core without ImGui, in a Web Worker and, for the tests, under Node.
function(covenant_add_worker)
  covenant_glob(sources ${PROJECT_SOURCE_DIR}/web/worker*.cpp)
  if(NOT sources OR NOT TARGET core)
    return()
  endif()
  add_executable(worker ${sources})
  covenant_web_module(worker core worker createCovenantWorker worker,node -O2 --no-entry
                      -sEXPORTED_FUNCTIONS=_malloc,_free)
endfunction()
