# Copies FROM/web/shell to TO/shell and FROM/index.html to TO, and lists all of the site's files in the
# service worker, so that the whole page is there without a network.
file(REMOVE_RECURSE ${TO}/shell)
file(MAKE_DIRECTORY ${TO})
file(COPY ${FROM}/web/shell DESTINATION ${TO})
file(COPY ${FROM}/index.html DESTINATION ${TO})
file(GLOB names RELATIVE ${TO} ${TO}/shell/*)
list(SORT names)
list(APPEND names covenant.js covenant.wasm worker.js worker.wasm)
list(JOIN names "', '" names)
set(COVENANT_SITE_FILES "'${names}'")
configure_file(${FROM}/web/service_worker.js.in ${TO}/service_worker.js @ONLY)
