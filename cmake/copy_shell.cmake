# Copies FROM/web/shell to TO/shell and FROM/index.html to TO.
file(REMOVE_RECURSE ${TO}/shell)
file(MAKE_DIRECTORY ${TO})
file(COPY ${FROM}/web/shell DESTINATION ${TO})
file(COPY ${FROM}/index.html DESTINATION ${TO})
