# Every third-party dependency, its version and where it comes from. This file is the only place that
# holds a pin: scripts/setup reads the lines that start with "set(COVENANT_".
#
# Header-only libraries come from Debian packages, ImGui and SDL2 from Debian source packages that
# scripts/setup unpacks into a cache; where there is no apt, FetchContent brings the same versions.

set(COVENANT_IMGUI_VERSION 1.90.1)
set(COVENANT_IMGUI_TARBALL imgui_1.90.1+ds.orig.tar.xz)
set(COVENANT_IMGUI_SHA256 ecce377df0f90b292f15dcbd83d438bddc162b2388c881132bde18c787572a1c)
set(COVENANT_IMGUI_SUITE trixie)
set(COVENANT_IMGUI_COMMIT d6cb3c923d28dcebb2d8d9605ccc7229ccef19eb)
set(COVENANT_SDL_VERSION 2.26.5)
set(COVENANT_SDL_TARBALL libsdl2_2.26.5+dfsg.orig.tar.gz)
set(COVENANT_SDL_SHA256 b3f2c822151804125d08db94c65852f711c2e5df2145a59da120748dc32eb9c3)
set(COVENANT_SDL_SUITE bookworm)
set(COVENANT_SDL_COMMIT ac13ca9ab691e13e8eebe9684740ddcb0d716203)
set(COVENANT_SDL_FLAGS "-DSDL_SHARED=OFF -DSDL_TEST=OFF -DSDL_AUDIO=OFF -DSDL_HAPTIC=OFF -DSDL_SENSOR=OFF -DSDL_JOYSTICK=OFF -DSDL_HIDAPI=OFF -DSDL_POWER=OFF -DSDL_RENDER=OFF -DSDL_LOCALE=OFF -DSDL_OPENGL=OFF -DSDL_OPENGLES=OFF -DCMAKE_C_FLAGS=-DSDL_LEAN_AND_MEAN=1 -DCMAKE_C_FLAGS_RELEASE=-Os")
set(COVENANT_EIGEN_COMMIT 3147391d946bb4b6c68edd901f2add6ac1f31f8c)   # 3.4.0
set(COVENANT_JSON_COMMIT bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d)    # 3.11.2
set(COVENANT_DOCTEST_COMMIT b7c21ec5ceeadb4951b00396fc1e4642dd347e5f) # 2.4.9

include(FetchContent)

# Where scripts/setup puts what is not a Debian package.
if(DEFINED ENV{COVENANT_CACHE})
  set(COVENANT_CACHE $ENV{COVENANT_CACHE})
else()
  set(COVENANT_CACHE $ENV{HOME}/.cache/covenant)
endif()

# Downloads sources only; nothing of theirs is configured.
function(covenant_fetch out name repository commit)
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit}
                       SOURCE_SUBDIR not-a-folder)
  FetchContent_MakeAvailable(${name})
  set(${out} ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# A header-only library as an interface target with an include folder of its own: -I/usr/include in a
# web build would pull in the host's C library. `folder` is the name that includes start with.
function(covenant_header_library target folder header repository commit subfolder)
  set(found /usr/include/${subfolder})
  if(NOT EXISTS ${found}/${header})
    covenant_fetch(source ${target} ${repository} ${commit})
    set(found ${source}/${folder})
    if(NOT EXISTS ${found}/${header})
      set(found ${source}/include/${folder})
    endif()
  endif()
  set(own ${PROJECT_BINARY_DIR}/include/${target})
  file(MAKE_DIRECTORY ${own})
  file(CREATE_LINK ${found} ${own}/${folder} SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${own})
endfunction()

covenant_header_library(covenant_eigen Eigen Core https://gitlab.com/libeigen/eigen.git
                        ${COVENANT_EIGEN_COMMIT} eigen3/Eigen)
covenant_header_library(covenant_json nlohmann json.hpp https://github.com/nlohmann/json.git
                        ${COVENANT_JSON_COMMIT} nlohmann)
covenant_header_library(covenant_doctest doctest doctest.h https://github.com/doctest/doctest.git
                        ${COVENANT_DOCTEST_COMMIT} doctest)
