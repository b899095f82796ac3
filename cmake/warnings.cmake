# Compiler flags, one function per kind of target. Nothing here is global.

# ccache when it is there: several presets share most of their translation units.
find_program(COVENANT_CCACHE ccache)
if(COVENANT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${COVENANT_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${COVENANT_CCACHE})
endif()

# Our own code: every warning is an error. Third-party code never gets these.
function(covenant_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion
                                           -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # GCC bug 105651: 12 finds overlaps of 2^63 bytes inside std::string's own insert and operator+
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
endfunction()

# Same Scenario, same bits: no fused multiply-add, everywhere that arithmetic can be inlined.
function(covenant_floating_point target)
  target_compile_options(${target} PUBLIC -ffp-contract=off)
endfunction()

# Sanitizers stop at the first finding, so that a test cannot pass over one. What the address sanitizer
# sees anyway is left out of the other one: Eigen compiles in half the time.
function(covenant_sanitize target)
  if(COVENANT_SANITIZE)
    set(flags -fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr
              -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(${target} PUBLIC ${flags})
    target_link_options(${target} PUBLIC ${flags})
  endif()
endfunction()
