# Checks of the sources themselves, as CTest tests.

foreach(rule layers sizes self-test)
  add_test(NAME source/${rule} COMMAND ${COVENANT_PYTHON} ${PROJECT_SOURCE_DIR}/tests/layers/check.py
           ${rule} ${PROJECT_SOURCE_DIR})
endforeach()

find_program(COVENANT_GLSLANG glslangValidator)
if(COVENANT_GLSLANG)
  add_test(NAME source/shaders COMMAND ${COVENANT_PYTHON}
           ${PROJECT_SOURCE_DIR}/tests/layers/check_shaders.py ${PROJECT_SOURCE_DIR} ${COVENANT_GLSLANG})
else()
  message(STATUS "shaders are not checked: glslangValidator is not there (scripts/setup brings it)")
endif()
